import { describe, expect, test } from 'vitest'
import type { Unopened } from './reseal.ts'
import { tellResealed } from './tell-resealed.ts'

const unopened = (count: number, isKeyMissing: boolean): Unopened[] =>
  Array.from({ length: count }, (_, index) => ({ what: 'mails', id: String(index), isKeyMissing }))

describe('the end of a walk through all secrets', () => {
  test('is silent when nothing was to do', () => {
    const counts = new Map([['mails', 0]])
    expect(tellResealed({ counts, unopened: [] })).toEqual({ lines: [], exitCode: 0 })
  })

  test('says what was sealed anew, and that the old key may go', () => {
    const counts = new Map([
      ['mails', 0],
      ['signing secrets', 3],
      ['jobs with secret headers', 2],
    ])
    expect(tellResealed({ counts, unopened: [] })).toEqual({
      lines: [
        'Sealed under the newest secret key: signing secrets (3), jobs with secret headers (2).',
        'No other secret key is needed any more.',
      ],
      exitCode: 0,
    })
  })

  test('names what lacks its key, and then no old key may go', () => {
    const { lines, exitCode } = tellResealed({
      counts: new Map([['mails', 1]]),
      unopened: [...unopened(12, true), ...unopened(1, false)],
    })
    expect(exitCode).toBe(2)
    expect(lines.join('\n')).toMatch(/No key opens mails \(0\)[\s\S]*mails \(9\) and 2 more\./)
    expect(lines.join('\n')).not.toContain('No other secret key')
  })
})
