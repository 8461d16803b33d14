import type {
  Alert,
  AuditEvent,
  Days,
  ExecutionSummary,
  Page,
  SavedVersion,
  Series,
  Stats,
  UpcomingRun,
} from '@prikke/contract'
import { get } from './call.ts'

type Span = { from: string; to: string }

/** What the page of one job shows beside the job itself. */
export const jobPageApi = {
  jobStats: (jobId: string, span: Span) => get<Stats>('stats', { jobId, ...span }),
  jobSeries: (jobId: string, span: Span, buckets: number) =>
    get<Series>('stats/series', { jobId, ...span, buckets }),
  jobDays: (jobId: string) => get<Days>('stats/days', { jobId }),
  jobRuns: (
    jobId: string,
    query: { from?: string; to?: string; cursor?: string | undefined; limit?: number },
  ) => get<Page<ExecutionSummary>>(`jobs/${jobId}/executions`, query),
  jobUpcoming: (jobId: string, limit: number) =>
    get<{ data: UpcomingRun[] }>(`jobs/${jobId}/upcoming`, { limit }),
  jobVersions: (jobId: string, cursor?: string) =>
    get<Page<SavedVersion>>(`jobs/${jobId}/versions`, { cursor, limit: 25 }),
  jobAlerts: (jobId: string, cursor?: string) => get<Page<Alert>>('alerts', { jobId, cursor }),
  jobActs: (jobId: string, cursor?: string) =>
    get<Page<AuditEvent>>('audit', { subjectId: jobId, cursor }),
}
