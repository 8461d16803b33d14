import type { Sql } from '@prikke/schema'
import { noReply } from './outcome.ts'
import { replyRecord, replyRow } from './reply-row.ts'
import type { Settlement } from './settle.ts'

/**
 * Gives executions back to the queue: a retry later, or at once when a worker leaves. Races with an
 * edit that switches the job off: the job rows are share-locked first, in id order, so either the
 * edit sees the pending row and cancels it, or this statement sees the job off and refuses.
 * @returns the ids that were refused: stale, or a scheduled retry of a job that is off or gone.
 */
export async function settlePending(sql: Sql, settlements: Settlement[]): Promise<Set<string>> {
  const input = settlements.map(({ execution, outcome, startedAfterMs, durationMs }) => ({
    id: execution.id,
    attempt: execution.attempt,
    job_id: execution.jobId,
    job_version: execution.job?.version ?? null,
    is_retry: outcome.kind === 'retry',
    is_recorded: outcome.kind === 'retry' || (outcome.kind === 'released' && outcome.started),
    delay_ms: outcome.kind === 'retry' ? outcome.delayMs : 0,
    started_after_ms: startedAfterMs,
    duration_ms: durationMs,
    ...replyRow(
      outcome.kind === 'retry'
        ? outcome.reply
        : {
            ...noReply,
            errorCode: 'worker_stopped',
            errorMessage: 'The worker was stopped and gave this attempt back.',
          },
    ),
  }))
  const accepted = await sql<{ id: string }[]>`
    with input as materialized (
      select * from jsonb_to_recordset(${sql.json(input)}) as i(id uuid, attempt int, job_id uuid,
        job_version int, is_retry bool, is_recorded bool, delay_ms float8, started_after_ms float8,
        duration_ms float8, ${replyRecord(sql)})
    ), job as materialized (
      select id, enabled from jobs
      where id in (select job_id from input where is_retry) order by id for share
    ), back as (
      update execution_queue q set
        worker = null, claimed_at = null,
        ready_at = clock_timestamp() + i.delay_ms * interval '1 millisecond',
        spent_count = q.spent_count + i.is_retry::int,
        started_at = case when i.is_recorded
          then coalesce(q.started_at, q.claimed_at + i.started_after_ms * interval '1 millisecond')
          else q.started_at end
      from input i left join job on job.id = i.job_id
      where q.id = i.id and q.attempt = i.attempt
        and (not i.is_retry or job.enabled or job.id is not null and q.trigger <> 'schedule')
      returning q.id, q.scheduled_for, q.organization_id, old.worker, old.claimed_at
    ), tried as (
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        worker, started_at, finished_at, status_code, error_code, error_message, timings,
        response_headers, response_body, response_bytes, response_truncated, response_encoding)
      select b.id, b.scheduled_for, b.organization_id, i.attempt, i.job_version, b.worker,
        b.claimed_at + i.started_after_ms * interval '1 millisecond',
        b.claimed_at + (i.started_after_ms + i.duration_ms) * interval '1 millisecond',
        i.status_code, i.error_code, i.error_message, i.timings, i.response_headers,
        decode(i.response_body, 'base64'), i.response_bytes, i.response_truncated, i.response_encoding
      from back b join input i on i.id = b.id
      where i.is_recorded
      on conflict do nothing
    )
    select id from back`
  const kept = new Set(accepted.map(row => row.id))
  return new Set(input.map(row => row.id).filter(id => !kept.has(id)))
}
