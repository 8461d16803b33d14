import type { Failures, Planned, Recent, Series, Stats } from '@prikke/contract'
import { get } from './call.ts'

type Span = { from: string; to: string }

/** What ran in a time, and what will. */
export const statisticsApi = {
  stats: (span: Span) => get<Stats>('stats', span),
  series: (span: Span & { buckets: number }) => get<Series>('stats/series', span),
  failures: (span: Span) => get<Failures>('stats/failures', span),
  recent: (jobIds: readonly string[]) => get<Recent>('jobs/recent', { id: jobIds }),
  planned: (span: Span & { buckets: number }) => get<Planned>('schedules/planned', span),
}
