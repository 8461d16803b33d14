import { describe, expect, test } from 'vitest'
import { endOfPause, whoSwitchedOff } from './pause.ts'

const now = Date.parse('2026-11-21T12:00:00.000Z')

describe('a pause ends', () => {
  test.each([
    ['1', '', '2026-11-21T13:00:00.000Z'],
    ['24', '', '2026-11-22T12:00:00.000Z'],
    ['open', '2026-11-22T09:00', null],
    ['until', '2026-11-22T09:00', '2026-11-22T08:00:00.000Z'],
  ] as const)('of length %s and typed "%s" at %s', (length, local, resumeAt) => {
    expect(endOfPause(length, local, now, 'Europe/Oslo')).toEqual({ ok: true, resumeAt })
  })

  test.each([
    ['', 'needs a date and a time'],
    ['2026-11-21T12:00', 'is in the past'],
    ['2028-01-01T00:00', 'is more than a year ahead'],
  ])('until "%s" not: it %s', (local, fault) => {
    expect(endOfPause('until', local, now, 'Europe/Oslo')).toEqual({ ok: false, fault })
  })
})

test.each([
  [null, 'Switched off: the target answered 410 Gone.', 'gone'],
  [null, 'Switched off: the scheduler cannot read this schedule.', 'unreadable'],
  ['Ada', 'Switched off: the target answered 410 Gone.', 'person'],
  [null, 'moving house', 'person'],
  [null, null, 'person'],
] as const)('who switched it off, by %s with the note %s, is %s', (pausedBy, pauseNote, who) => {
  expect(whoSwitchedOff({ pausedBy, pauseNote })).toBe(who)
})
