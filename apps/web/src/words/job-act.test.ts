import { expect, test } from 'vitest'
import { actWords, changedWords } from './job-act.ts'

const to = (after: unknown) => ({ before: null, after })

test.each([
  ['job.created', { name: to('a') }, 'made the job'],
  ['job.run', { executionId: to('x') }, 'ran it'],
  ['job.tested', { url: to('https://a.example') }, 'tested its request'],
  ['job.updated', { enabled: to(false), pauseNote: to('moving') }, 'paused it'],
  ['job.updated', { enabled: to(true), resumeAt: to(null) }, 'resumed it'],
  ['job.updated', { enabled: to(true), url: to('x') }, 'resumed it, and changed URL'],
  ['job.updated', { resumeAt: to('x') }, 'changed end of the pause'],
  [
    'job.updated',
    { cronExpression: to('@daily'), intervalMinutes: to(1440), 'headers.X-A': to('1') },
    'changed schedule, header X-A',
  ],
] as const)('%s of %j is: %s', (action, changes, words) => {
  expect(actWords({ action, changes })).toBe(words)
})

test('a field that these words do not know goes by its own name', () => {
  expect(changedWords(['novelty'])).toBe('novelty')
})
