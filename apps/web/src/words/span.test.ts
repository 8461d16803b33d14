import { describe, expect, test } from 'vitest'
import { formatDuration, formatRelative } from './span.ts'

describe('a duration keeps about three figures', () => {
  test.each([
    [null, '–'],
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [4, '4 ms'],
    [843.4, '843 ms'],
    [999.6, '1.00 s'],
    [1_239, '1.23 s'],
    [59_999, '59.99 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [12_000_000, '3 h 20 min'],
    [90_000_000, '1 d 1 h'],
  ])('%s ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})

describe('an instant is told from now', () => {
  const now = Date.parse('2026-11-21T12:00:00.000Z')
  test.each([
    [0, 'now'],
    [999, 'now'],
    [32_000, 'in 32 s'],
    [-5_000, '5 s ago'],
    [245_000, 'in 4 min'],
    [-7_200_000, '2 h ago'],
    [8_100_000, 'in 2 h 15 min'],
    [100_000_000, 'in 1 d 3 h'],
    [-864_000_000, '10 d ago'],
  ])('%s ms away is %s', (ms, words) => {
    expect(formatRelative(new Date(now + ms).toISOString(), now)).toBe(words)
  })
})
