import type { Sql } from '@prikke/schema'
import { replyRecord, replyRow } from './reply-row.ts'
import type { Settlement } from './settle.ts'

const deadlock = '40P01'
const excerptBytes = 1_000

/**
 * Moves executions that are over from the queue to history, flips the state of their jobs and
 * writes the alerts of it, all in one statement, so none of the three can be lost or stand alone.
 *
 * Fenced by (id, attempt): the row of a worker that lost its lease is not there any more. Two
 * settlements race for one job's state: rows are locked in id order and the newest scheduled_for
 * wins, by last_status_for where both are under way and by history where one is long over. Relies
 * on the primary key of the queue and on execution_history_occurrence (job_id, scheduled_for).
 * @returns how many rows were not there any more.
 */
export async function settleFinal(sql: Sql, settlements: Settlement[]): Promise<number> {
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      return settlements.length - (await settleOnce(sql, settlements))
    } catch (error) {
      if ((error as { code?: string }).code !== deadlock || triesLeft === 0) throw error
    }
  }
}

async function settleOnce(sql: Sql, settlements: Settlement[]): Promise<number> {
  const input = settlements.map(({ execution, outcome, startedAfterMs, durationMs }) => {
    if (outcome.kind !== 'final') throw new Error('Only what is over can be moved to history.')
    return {
      id: execution.id,
      attempt: execution.attempt,
      status: outcome.status,
      job_version: execution.job?.version ?? null,
      started_after_ms: startedAfterMs,
      duration_ms: durationMs,
      excerpt: outcome.status === 'success' ? null : excerptOf(outcome.reply.responseBody),
      ...replyRow(outcome.reply),
    }
  })
  const [row] = await sql<{ count: number }[]>`
    with input as materialized (
      select * from jsonb_to_recordset(${sql.json(input)}) as i(id uuid, attempt int, status text,
        job_version int, started_after_ms float8, duration_ms float8, excerpt text, ${replyRecord(sql)})
    ), gone as materialized (
      delete from execution_queue q using input i
      where q.id = i.id and q.attempt = i.attempt
      returning q.organization_id, q.job_id, q.trigger, q.replay_of, q.scheduled_for,
        q.started_at as first_started_at, q.worker, q.max_attempts + q.attempt - 1 - q.spent_count as max_attempts,
        q.claimed_at + i.started_after_ms * interval '1 millisecond' as attempt_started_at, i.*
    ), kept as (
      insert into execution_history (id, organization_id, job_id, job_version, trigger, replay_of,
        status, scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers, response_body,
        response_bytes, response_truncated, response_encoding)
      select id, organization_id, job_id, job_version, trigger, replay_of,
        status, scheduled_for, coalesce(first_started_at, attempt_started_at), attempt_started_at,
        attempt_started_at + duration_ms * interval '1 millisecond', attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers,
        decode(response_body, 'base64'), response_bytes, response_truncated, response_encoding
      from gone on conflict do nothing
    ), newest as materialized (
      select distinct on (job_id) * from gone where status <> 'cancelled'
      order by job_id, scheduled_for desc, id desc
    ), candidate as materialized (
      select n.* from newest n join jobs j on j.id = n.job_id
      where j.last_status is distinct from n.status
        or exists (select from execution_queue q where q.job_id = n.job_id and q.id <> n.id
          and not exists (select from gone g where g.id = q.id))
    ), locked as materialized (
      select c.id, c.job_id, c.status, c.scheduled_for, j.last_status_for
      from candidate c join jobs j on j.id = c.job_id
      order by j.id for no key update of j
    ), flipped as (
      update jobs j set last_status = l.status, last_status_for = l.scheduled_for
      from locked l
      where j.id = l.job_id
        and (l.last_status_for is null or l.last_status_for <= l.scheduled_for)
        and not exists (select from execution_history h
          where h.job_id = l.job_id and h.scheduled_for > l.scheduled_for
            and h.status in ('success', 'failed', 'timeout'))
      returning l.id, coalesce(old.last_status, 'success') = 'success' as was_working,
        new.last_status = 'success' as is_working
    ), told as (
      select g.*, 'execution.failed' as type from gone g join jobs j on j.id = g.job_id
      where g.status in ('failed', 'timeout') and (j.alert_on = 'every'
        or exists (select from flipped f where f.id = g.id and f.was_working and not f.is_working))
      union all
      select g.*, 'job.recovered' from gone g join flipped f on f.id = g.id
      where f.is_working and not f.was_working
    ), alerted as (
      insert into alerts (organization_id, channel_id, kind, target, type, job_id, execution_id, event)
      select t.organization_id, c.id, c.kind, c.target, t.type, t.job_id, t.id,
        jsonb_build_object(
          'job', jsonb_build_object('id', j.id, 'name', j.name, 'url', j.url),
          'execution', jsonb_build_object('id', t.id, 'status', t.status,
            'scheduledFor', to_char(t.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'statusCode', t.status_code, 'errorCode', t.error_code, 'errorMessage', t.error_message,
            'responseExcerpt', t.excerpt, 'attempt', t.attempt))
      from told t join jobs j on j.id = t.job_id
      join channels c on c.organization_id = t.organization_id and c.enabled
      on conflict do nothing returning 1
    )
    select (select count(*)::int from gone) as count,
      (select pg_notify('prikke_alerts', '') where exists (select from alerted))`
  return row?.count ?? 0
}

/** The beginning of a failure's answer as text that JSON can carry, for the alert. */
function excerptOf(body: Buffer | null): string | null {
  const start = body?.subarray(0, excerptBytes).toString('utf8').replaceAll('\0', '').trim()
  return start === undefined || start === '' ? null : start
}
