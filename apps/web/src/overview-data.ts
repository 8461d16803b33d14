import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { api } from './api.ts'
import { daySpan, plannedSpan, slotMs } from './overview/day-slots.ts'
import { now } from './parts/clock.ts'

const instant = (ms: number) => new Date(ms).toISOString()

/** Everything that the overview asks of the API, each in a query of its own. */
export function createOverviewData() {
  const slot = createMemo(() => Math.floor(now() / slotMs))
  const span = createMemo(() => {
    const { from, end, pastSlots } = daySpan(slot() * slotMs)
    return { from: instant(from), to: instant(end), buckets: pastSlots }
  })
  const dayBefore = () => {
    const from = Date.parse(span().from)
    return { from: instant(2 * from - Date.parse(span().to)), to: span().from }
  }
  const sum = <T>(name: string, queryFn: () => Promise<T>) =>
    useQuery(() => ({
      queryKey: ['sums', name, slot()],
      queryFn,
      placeholderData: keepPreviousData,
    }))
  const jobs = (name: string, query: Parameters<typeof api.jobs>[0]) =>
    useQuery(() => ({ queryKey: ['jobs', 'overview', name], queryFn: () => api.jobs(query) }))

  return {
    failing: jobs('failing', { failing: true, enabled: true, limit: 100 }),
    paused: sum('paused', () => api.jobs({ enabled: false, limit: 100 })),
    next: jobs('next', { sort: 'nextRunAt', enabled: true, limit: 10 }),
    series: sum('series', () => api.series(span())),
    planned: sum('planned', () => api.planned(plannedSpan(Date.now()))),
    failures: sum('failures', () => api.failures({ from: span().from, to: span().to })),
    stats: sum('stats', () => api.stats({ from: span().from, to: span().to })),
    before: useQuery(() => ({
      queryKey: ['sums-before', slot()],
      queryFn: () => api.stats(dayBefore()),
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
    })),
    usage: sum('usage', () => api.usage()),
  }
}
