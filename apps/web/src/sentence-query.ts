import type { Job, Preview, PreviewInput } from '@prikke/contract'
import { api } from './api.ts'

type Scheduled = Pick<Job, 'cronExpression' | 'scheduledAt' | 'timezone'>

/** What two jobs share when the same sentence describes when they run. */
export const sentenceKey = (job: Scheduled) =>
  `${job.cronExpression ?? job.scheduledAt ?? ''} ${job.timezone}`

/** The query for a schedule in words, which never change: asked once for each schedule. */
export const sentenceQuery = (job: Scheduled) => ({
  queryKey: ['sentence', sentenceKey(job)],
  queryFn: (): Promise<Preview> => api.preview({ ...scheduleOf(job), limit: 1 }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

function scheduleOf({ cronExpression, scheduledAt, timezone }: Scheduled): PreviewInput {
  if (cronExpression !== null) return { cronExpression, timezone }
  return scheduledAt === null ? { timezone } : { scheduledAt, timezone }
}
