import type { Sql } from '@prikke/schema'
import { gaveWayClass } from './class.ts'
import { noReply, type Reply } from './outcome.ts'
import { byId, replyRecord, replyRow } from './reply-row.ts'
import type { Settlement } from './settle.ts'
import { spansOf, startedAt } from './spans.ts'

/**
 * Gives executions back to the queue: a retry later, or at once when a worker leaves or an execution
 * gives way. Races with an
 * edit that switches the job off: the job rows are share-locked first, in id order, so either the
 * edit sees the pending row and cancels it, or this statement sees the job off and refuses.
 * @returns the ids that were refused: stale, or a scheduled retry of a job that is off or gone.
 */
export async function settlePending(sql: Sql, settlements: Settlement[]): Promise<Set<string>> {
  const input = settlements.map(rowOf)
  const accepted = await sql<{ id: string }[]>`
    with input as materialized (
      select ${sql.json(byId(input))}::jsonb as by_id
    ), job as materialized (
      select id, enabled from jobs
      where id = any(array(select (row ->> 'job_id')::uuid from input, jsonb_each(by_id) e(key, row)
        where (row -> 'is_retry')::bool))
      order by id for share
    ), held as materialized (
      select q.*, i.is_recorded, i.is_retry, i.delay_ms, i.class as next_class, i.duration_ms,
        ${startedAt(sql, 'q', 'i')} as attempt_started_at, i.sent_version, i.reply
      from input, jsonb_each(by_id) e(key, row)
      cross join lateral jsonb_to_record(row) as i(attempt int, is_retry bool, is_recorded bool,
        class int, delay_ms float8, started_after_ms float8, started_ago_ms float8,
        duration_ms float8, sent_version int, reply jsonb)
      cross join lateral (
        select * from execution_queue where id = e.key::uuid and attempt = i.attempt and worker is not null
        limit 1 for update
      ) q
      where not i.is_retry or exists (select from job where job.id = q.job_id
        and (job.enabled or q.trigger <> 'schedule'))
    ), plan as materialized (
      select jsonb_object_agg(id, jsonb_build_object('delay_ms', delay_ms, 'spent', is_retry::int,
        'class', next_class,
        'started_at', case when is_recorded then attempt_started_at end)) as by_id
      from held
    ), back as (
      update execution_queue q set
        worker = null, claimed_at = null,
        class = coalesce(((select by_id from plan) -> q.id::text ->> 'class')::int, q.class),
        ready_at = clock_timestamp() + ((select by_id from plan) -> q.id::text ->> 'delay_ms')::float8
          * interval '1 millisecond',
        spent_count = q.spent_count + ((select by_id from plan) -> q.id::text ->> 'spent')::int,
        started_at = coalesce(q.started_at,
          ((select by_id from plan) -> q.id::text ->> 'started_at')::timestamptz)
      where q.id = any(array(select id from held))
    ), tried as (
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        worker, started_at, finished_at, status_code, error_code, error_message, timings,
        response_headers, response_body, response_bytes, response_truncated, response_encoding)
      select h.id, h.scheduled_for, h.organization_id, h.attempt, h.sent_version, h.worker,
        h.attempt_started_at, h.attempt_started_at + h.duration_ms * interval '1 millisecond',
        r.status_code, r.error_code, r.error_message, r.timings, r.response_headers,
        decode(r.response_body, 'base64'), r.response_bytes, coalesce(r.response_truncated, false),
        r.response_encoding
      from held h cross join lateral jsonb_to_record(h.reply) as r(${replyRecord(sql)})
      where h.is_recorded
      on conflict do nothing
    )
    select id from held`
  const kept = new Set(accepted.map(row => row.id))
  return new Set(input.map(row => row.id).filter(id => !kept.has(id)))
}

function rowOf(settlement: Settlement) {
  const { execution, outcome } = settlement
  const spans = spansOf(settlement)
  return {
    id: execution.id,
    attempt: execution.attempt,
    job_id: execution.jobId,
    sent_version: execution.job?.version ?? null,
    is_retry: outcome.kind === 'retry',
    is_recorded: outcome.kind === 'retry' || (outcome.kind === 'released' && outcome.started),
    class: outcome.kind === 'gave_way' ? gaveWayClass : undefined,
    delay_ms: ('delayMs' in outcome ? outcome.delayMs : undefined) ?? 0,
    started_after_ms: spans.startedAfterMs,
    started_ago_ms: spans.startedAgoMs,
    duration_ms: spans.durationMs,
    reply: replyRow(outcome.kind === 'retry' ? outcome.reply : stopped),
  }
}

const stopped: Reply = {
  ...noReply,
  errorCode: 'worker_stopped',
  errorMessage: 'The worker was stopped and gave this attempt back.',
}
