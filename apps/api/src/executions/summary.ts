import type { ExecutionStatus, ExecutionSummary } from '@prikke/contract'
import type { Sql } from '@prikke/schema'

/** The columns of a summary, the same from the queue and from history. */
export type SummaryRow = {
  id: string
  job_id: string
  job_name: string | null
  status: ExecutionStatus
  trigger: ExecutionSummary['trigger']
  replay_of: string | null
  scheduled_for: Date
  started_at: Date | null
  finished_at: Date | null
  attempt: number
  max_attempts: number
  next_attempt_at: Date | null
  status_code: number | null
  error_code: string | null
  error_message: string | null
}

/** A claimed row whose lease ran out reads as running until the next claim. */
export const queueColumns = (sql: Sql) => sql`
  q.id, q.organization_id, q.job_id, q.trigger, q.replay_of, q.scheduled_for,
  case when q.worker is null then 'pending' else 'running' end as status,
  coalesce(q.started_at, q.claimed_at) as started_at, null::timestamptz as finished_at,
  q.attempt, q.max_attempts + q.attempt - q.spent_count - (q.worker is not null)::int as max_attempts,
  case when q.worker is null then q.ready_at end as next_attempt_at,
  null::smallint as status_code, null::text as error_code, null::text as error_message`

export const historyColumns = (sql: Sql) => sql`
  h.id, h.organization_id, h.job_id, h.trigger, h.replay_of, h.scheduled_for,
  h.status, h.started_at, h.finished_at, h.attempt, h.max_attempts, null::timestamptz,
  h.status_code, h.error_code, h.error_message`

export function summaryOf(row: SummaryRow): ExecutionSummary {
  const { started_at: startedAt, finished_at: finishedAt, scheduled_for: scheduledFor } = row
  return {
    id: row.id,
    jobId: row.job_id,
    jobName: row.job_name,
    status: row.status,
    trigger: row.trigger,
    replayOf: row.replay_of,
    scheduledFor: scheduledFor.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    latenessMs: startedAt ? startedAt.getTime() - scheduledFor.getTime() : null,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    statusCode: row.status_code,
    errorCode: row.error_code,
    errorMessage: row.error_message,
  }
}
