import type { Sql } from '@prikke/schema'
import { byId, replyRecord, replyRow } from './reply-row.ts'
import type { Settlement } from './settle.ts'

const deadlock = '40P01'
const excerptBytes = 1_000

/**
 * Moves executions that are over to history, flips the state of their jobs (one that never ran
 * counts as working) and writes the alerts of it: one statement, so none can stand alone. Fenced by
 * (id, attempt) and by being held. Two settlements race for one job's state: rows are locked in id
 * order and the newest scheduled_for wins, by last_status_for or by history. Relies on the primary
 * keys and execution_history_occurrence; the input is looked up by id, so no plan made on an empty
 * queue is ruinous.
 * @returns the ids that were there.
 */
export async function settleFinal(sql: Sql, settlements: Settlement[]): Promise<Set<string>> {
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      return await settleOnce(sql, settlements)
    } catch (error) {
      if ((error as { code?: string }).code !== deadlock || triesLeft === 0) throw error
    }
  }
}

async function settleOnce(sql: Sql, settlements: Settlement[]): Promise<Set<string>> {
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
  const [row] = await sql<{ ids: string[] }[]>`
    with input as materialized (
      select ${sql.json(byId(input))}::jsonb as by_id
    ), gone as materialized (
      delete from execution_queue
      where id = any(array(select jsonb_object_keys(by_id)::uuid from input))
        and attempt = ((select by_id from input) -> id::text ->> 'attempt')::int
        and worker is not null
      returning *
    ), ended as materialized (
      select g.organization_id, g.job_id, g.trigger, g.replay_of, g.scheduled_for,
        g.started_at as first_started_at, g.worker,
        g.max_attempts + g.attempt - 1 - g.spent_count as max_attempts,
        g.claimed_at + i.started_after_ms * interval '1 millisecond' as attempt_started_at, i.*
      from gone g cross join lateral jsonb_to_record((select by_id from input) -> g.id::text)
        as i(id uuid, attempt int, status text, job_version int, started_after_ms float8,
          duration_ms float8, excerpt text, ${replyRecord(sql)})
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
      from ended on conflict do nothing
    ), newest as materialized (
      select distinct on (job_id) id, job_id, status, scheduled_for
      from ended where status <> 'cancelled'
      order by job_id, scheduled_for desc, id desc
    ), candidate as materialized (
      select n.* from newest n
      cross join lateral (select last_status from jobs where id = n.job_id limit 1) j
      where coalesce(j.last_status, 'success') <> n.status
        or exists (select from execution_queue q where q.job_id = n.job_id
          and q.id <> all(array(select id from gone)))
    ), verdict as materialized (
      select jsonb_object_agg(job_id, to_jsonb(c)) as by_job from candidate c
    ), flipped as materialized (
      update jobs j set
        last_status = (select by_job from verdict) -> j.id::text ->> 'status',
        last_status_for = ((select by_job from verdict) -> j.id::text ->> 'scheduled_for')::timestamptz
      where j.id = any(array(select job_id from candidate order by job_id))
        and coalesce(j.last_status_for
          <= ((select by_job from verdict) -> j.id::text ->> 'scheduled_for')::timestamptz, true)
        and (select true from execution_history h
          where h.job_id = j.id and h.status in ('success', 'failed', 'timeout') and h.scheduled_for
            > ((select by_job from verdict) -> j.id::text ->> 'scheduled_for')::timestamptz
          limit 1) is null
      returning ((select by_job from verdict) -> j.id::text ->> 'id')::uuid as id,
        coalesce(old.last_status, 'success') = 'success' as was_working,
        new.last_status = 'success' as is_working
    ), told as materialized (
      select e.*, j.name, j.url, case e.status when 'success' then 'job.recovered'
        else 'execution.failed' end as type
      from ended e
      cross join lateral (select name, url, alert_on from jobs where id = e.job_id limit 1) j
      where e.status <> 'cancelled'
        and (e.status <> 'success' or e.id = any(array(select id from flipped)))
        and (j.alert_on = 'every' and e.status <> 'success'
          or exists (select from flipped f where f.id = e.id and f.was_working <> f.is_working))
    ), alerted as (
      insert into alerts (organization_id, channel_id, kind, target, type, job_id, execution_id, event)
      select t.organization_id, c.id, c.kind, c.target, t.type, t.job_id, t.id,
        jsonb_build_object(
          'job', jsonb_build_object('id', t.job_id, 'name', t.name, 'url', t.url),
          'execution', jsonb_build_object('id', t.id, 'status', t.status,
            'scheduledFor', to_char(t.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'statusCode', t.status_code, 'errorCode', t.error_code, 'errorMessage', t.error_message,
            'responseExcerpt', t.excerpt, 'attempt', t.attempt))
      from told t cross join lateral (
        select id, kind, target from channels
        where organization_id = t.organization_id and enabled offset 0
      ) c
      on conflict do nothing returning 1
    )
    select array(select id from gone) as ids,
      (select pg_notify('prikke_alerts', '') where exists (select from alerted))`
  return new Set(row?.ids)
}

/** The beginning of a failure's answer as text that JSON can carry, for the alert. */
function excerptOf(body: Buffer | null): string | null {
  const start = body?.subarray(0, excerptBytes).toString('utf8').replaceAll('\0', '').trim()
  return start === undefined || start === '' ? null : start
}
