import { expect, test } from 'vitest'
import { heightOf, type Recent, recentWords } from './recent-words.ts'

const now = Date.parse('2026-11-21T14:00:00.000Z')
const run = (status: Recent['status'], hoursAgo: number): Recent => ({
  id: `${hoursAgo}`,
  status,
  scheduledFor: new Date(now - hoursAgo * 3_600_000).toISOString(),
  durationMs: 100,
})

test('recent runs are told as how many succeeded and when the last one failed', () => {
  const runs = [run('success', 1), run('timeout', 2), run('failed', 3), run('success', 4)]
  expect(recentWords(runs, now)).toBe('2 of 4 succeeded, last failed 2 h ago')
  expect(recentWords([run('success', 1)], now)).toBe('1 of 1 succeeded')
})

test('what is under way or was not sent is no success and no failure', () => {
  const runs = [run('running', 0), run('skipped', 1), run('success', 2)]
  expect(recentWords(runs, now)).toBe('1 of 1 succeeded, 1 under way')
  expect(recentWords([run('missed', 1)], now)).toBe('none of 1 was sent')
  expect(recentWords([], now)).toBe('never run')
})

test('bars grow with the duration, never over their room and never out of sight', () => {
  const heights = [0, 1, 50, 1_000, 30_000, 300_000, 900_000].map(heightOf)
  expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  expect(Math.min(...heights)).toBeGreaterThan(0.1)
  expect(Math.max(...heights)).toBe(1)
})
