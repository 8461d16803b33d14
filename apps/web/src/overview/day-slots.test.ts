import type { Planned, Series } from '@prikke/contract'
import { expect, test } from 'vitest'
import { daySlots, daySpan, plannedSpan, slotMs } from './day-slots.ts'

const now = Date.parse('2026-11-21T14:07:30.000Z')
const at = (ms: number) => new Date(ms).toISOString()

test('a day is 96 quarters of an hour that end with the present one', () => {
  const { from, end, until } = daySpan(now)
  expect([from, end, until].map(at)).toEqual([
    '2026-11-20T14:15:00.000Z',
    '2026-11-21T14:15:00.000Z',
    '2026-11-21T20:15:00.000Z',
  ])
})

test('coming runs are asked for by whole minutes from the next one on', () => {
  expect(plannedSpan(now)).toEqual({
    from: '2026-11-21T14:08:00.000Z',
    to: '2026-11-21T20:15:00.000Z',
    buckets: 367,
  })
})

test('a run is in the timeline once: what has passed since it was planned is planned no more', () => {
  const { from, end } = daySpan(now)
  const buckets = Array.from({ length: 96 }, (_, index) => ({
    from: at(from + index * slotMs),
    counts: { success: index === 95 ? 3 : 0 },
  }))
  const series = { from: at(from), to: at(end), bucketMs: slotMs, buckets } as unknown as Series
  const minute = (offset: number) => ({ from: at(end - slotMs + offset * 60_000), count: 1 })
  const planned = { buckets: [5, 7, 8, 14, 15, 16].map(minute) } as unknown as Planned
  const slots = daySlots(series, planned, now)
  expect(slots).toHaveLength(120)
  expect(slots[95]).toMatchObject({ counts: { success: 3 }, planned: 2 })
  expect(slots[96]).toMatchObject({ from: at(end), counts: {}, planned: 2 })
  expect(slots.reduce((sum, slot) => sum + (slot.planned ?? 0), 0)).toBe(4)
  expect(daySlots(series, undefined, now).every(({ planned: none }) => none === 0)).toBe(true)
})
