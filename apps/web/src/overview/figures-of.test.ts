import type { Stats } from '@prikke/contract'
import { expect, test } from 'vitest'
import { compared, figuresOf } from './figures-of.ts'

const none = { p50: null, p95: null, p99: null }
const counts = { ...{ pending: 1, running: 1, success: 97, failed: 2 }, timeout: 1, missed: 1 }
const stats: Stats = {
  from: '2026-11-20T14:00:00.000Z',
  to: '2026-11-21T14:00:00.000Z',
  counts: { ...counts, skipped: 1, cancelled: 1 },
  overQuota: 0,
  successRate: 0.97,
  durationMs: { p50: 120, p95: 843.4, p99: 2_000 },
  latenessMs: { p50: 1, p95: 4, p99: 9 },
  sampleCount: 100,
}
const some = (count: number, more = false) => ({ count, more })
const known = { stats, before: stats, failing: some(2), paused: some(3), jobCount: 40 }

test('each number leads to the list that is behind it', () => {
  const shown = figuresOf(known).map(({ label, value, note, href }) => [label, value, note, href])
  expect(shown).toEqual([
    ['Runs in 24 h', '100', 'as the day before', '/executions'],
    ['Success rate', '97.0 %', '3 failed', '/executions?status=failed&status=timeout'],
    ['Duration, p95', '843 ms', 'half under 120 ms', '/executions?minDurationMs=843'],
    ['Lateness, p95', '4 ms', 'p99 9 ms', '/executions'],
    ['Failing jobs', '2', undefined, '/jobs?failing=true&enabled=true'],
    ['Jobs that are on', '37', '3 paused', '/jobs?enabled=false'],
  ])
})

test('without runs nothing is claimed: no rate, no duration, no lateness', () => {
  const empty = { ...counts, success: 0, failed: 0, timeout: 0, skipped: 0, cancelled: 0 }
  const quiet = { ...stats, counts: empty, successRate: null, durationMs: none, latenessMs: none }
  const figures = figuresOf({ ...known, stats: quiet, before: undefined, failing: some(0) })
  expect(figures.slice(0, 4).map(({ value, note }) => [value, note])).toEqual([
    ['0', undefined],
    ['–', undefined],
    ['–', undefined],
    ['–', undefined],
  ])
})

test('what was not counted to the end says so', () => {
  const figures = figuresOf({ ...known, failing: some(100, true), paused: some(100, true) })
  expect(figures[4]?.value).toBe('100+')
  expect(figures[5]).toMatchObject({ value: '–', note: '100+ paused' })
})

test('a day is compared with the one before in words', () => {
  expect(compared(112, 100)).toBe('12 % more than the day before')
  expect(compared(50, 100)).toBe('50 % fewer than the day before')
  expect(compared(400, 100)).toBe('4 times the day before')
  expect(compared(5, 0)).toBe('none the day before')
  expect(compared(100_001, 100_000)).toBe('about as the day before')
})
