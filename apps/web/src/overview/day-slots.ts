import type { Planned, Series } from '@prikke/contract'
import type { Slot } from '../charts/outcomes.ts'

export const slotMs = 15 * 60_000
const pastSlots = 96
const comingSlots = 24
const minuteMs = 60_000

/** The last 24 hours in quarters of an hour, the present one last, and six hours that come. */
export function daySpan(now: number) {
  const end = Math.floor(now / slotMs) * slotMs + slotMs
  return { from: end - pastSlots * slotMs, end, until: end + comingSlots * slotMs, pastSlots }
}

/** What to ask for the coming runs: minute by minute, so that none that has passed is among them. */
export function plannedSpan(now: number) {
  const from = Math.ceil(now / minuteMs) * minuteMs
  const { until } = daySpan(now)
  return {
    from: new Date(from).toISOString(),
    to: new Date(until).toISOString(),
    buckets: (until - from) / minuteMs,
  }
}

/** What was and what comes as slots of one timeline; the present one has both. */
export function daySlots(series: Series, planned: Planned | undefined, now: number): Slot[] {
  const begin = Date.parse(series.from)
  const coming = new Map<number, number>()
  for (const { from, count } of planned?.buckets ?? []) {
    const at = Date.parse(from)
    if (at < now || count === 0) continue
    const slot = Math.floor((at - begin) / slotMs)
    coming.set(slot, (coming.get(slot) ?? 0) + count)
  }
  const past = series.buckets.map(({ from, counts }) => ({ from, counts }))
  const ahead = Array.from({ length: comingSlots }, (_, index) => ({
    from: new Date(begin + (past.length + index) * slotMs).toISOString(),
    counts: {},
  }))
  return [...past, ...ahead].map((slot, index) => ({ ...slot, planned: coming.get(index) ?? 0 }))
}
