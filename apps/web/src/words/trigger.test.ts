import { expect, test } from 'vitest'
import { triggerWords } from './trigger.ts'

test('says what made an execution, and who', () => {
  const told = { trigger: 'manual', triggeredBy: null, edited: false } as const
  expect(triggerWords({ ...told, trigger: 'schedule' })).toBe('Its schedule')
  expect(triggerWords(told)).toBe('Run now')
  const ada = { type: 'user', name: 'ada@example.com' } as const
  expect(triggerWords({ ...told, triggeredBy: ada })).toBe('Run now, by ada@example.com')
  const key = { type: 'key', name: 'ci' } as const
  const replay = { ...told, trigger: 'replay', edited: true } as const
  expect(triggerWords({ ...replay, triggeredBy: key })).toBe('Replay, edited, by the API key ci')
  const gone = { type: 'user', name: null } as const
  expect(triggerWords({ ...replay, triggeredBy: gone })).toBe(
    'Replay, edited, by somebody who left',
  )
})
