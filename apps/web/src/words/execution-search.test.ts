import { expect, test } from 'vitest'
import {
  cancelFilter,
  chartSpan,
  type ExecutionSearch,
  readRange,
  readSearch,
  replayFilter,
  searchQuery,
  spanOf,
} from './execution-search.ts'

const paramsOf = (query: string) => {
  const params: Record<string, string | string[]> = {}
  const search = new URLSearchParams(query)
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name)
    params[name] = all.length === 1 ? (all[0] ?? '') : all
  }
  return params
}

test('a search is read from its address as it was written there', () => {
  const search: ExecutionSearch = {
    status: ['failed', 'timeout'],
    statusCode: ['5xx'],
    tag: ['billing & co'],
    minDurationMs: 1_500,
    minAttempt: 2,
    q: 'connect = refused?',
  }
  for (const range of [
    { last: '1h' },
    { last: '24h' },
    { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' },
    { from: '2026-11-20T10:00:00.000Z', to: undefined },
  ] as const) {
    const params = paramsOf(searchQuery(search, range))
    expect(readSearch(params)).toEqual(search)
    expect(readRange(params)).toEqual(range)
  }
})

test('an address that says nothing means all of the last 24 hours; nonsense says nothing', () => {
  expect(searchQuery({}, { last: '24h' })).toBe('')
  const nonsense = {
    last: '9y',
    from: 'soon',
    minAttempt: '-1',
    minDurationMs: 'x',
    status: '',
    q: '',
  }
  for (const params of [{}, nonsense]) {
    expect(readSearch(params)).toEqual({})
    expect(readRange(params)).toEqual({ last: '24h' })
  }
})

test('a relative range goes with the time, an absolute one stays', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(spanOf({ last: '15m' }, now)).toEqual({ from: '2026-11-21T11:45:00.000Z' })
  expect(spanOf({ last: '30d' }, now)).toEqual({ from: '2026-10-22T08:00:00.000Z' })
  expect(spanOf({ last: '24h' }, now + 1_199_999)).toEqual(spanOf({ last: '24h' }, now))
  expect(spanOf({ last: '24h' }, now + 1_200_000).from).toBe('2026-11-20T12:20:00.000Z')
  const fixed = { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' }
  expect(spanOf(fixed, now)).toEqual(fixed)
})

test('a chart has the same beginning, and ends with the part that is under way', () => {
  const now = Date.parse('2026-11-21T12:05:00Z')
  const { from, to, buckets } = chartSpan({ last: '24h' }, now)
  expect(from).toBe(spanOf({ last: '24h' }, now).from)
  expect(Date.parse(to ?? '') - Date.parse(from)).toBe(buckets * 1_200_000)
  expect(Date.parse(to ?? '')).toBeGreaterThan(now)
  expect(Date.parse(to ?? '') - now).toBeLessThanOrEqual(1_200_000)
  const fixed = { from: '2026-11-20T10:00:00.000Z', to: undefined }
  expect(chartSpan(fixed, now)).toEqual({ from: fixed.from, buckets: 72 })
})

test('what is over can be replayed, what waits cancelled, and nothing else', () => {
  const span = { from: '2026-11-20T10:00:00.000Z' }
  const all = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled']
  expect(replayFilter({ q: 'x' }, span)).toEqual({ ...span, q: 'x', status: all })
  expect(replayFilter({ status: ['pending', 'failed'] }, span)).toEqual({
    ...span,
    status: ['failed'],
  })
  expect(replayFilter({ status: ['pending', 'running'] }, span)).toBeNull()
  expect(cancelFilter({ tag: ['a'], minAttempt: 2 }, span)).toEqual({
    ...span,
    tag: ['a'],
    minAttempt: 2,
  })
  expect(cancelFilter({ status: ['pending'] }, span)).toEqual(span)
  for (const search of [{ status: ['failed'] }, { q: 'x' }, { statusCode: ['500'] }] as const) {
    expect(cancelFilter(search as unknown as ExecutionSearch, span)).toBeNull()
  }
})
