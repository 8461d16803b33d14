import type { Sql } from '@prikke/schema'
import { replyRecord, replyRow } from './reply-row.ts'
import type { Settlement } from './settle.ts'

const deadlock = '40P01'
const excerptBytes = 1_000

/** `stale`: not held any more by this attempt. `dropped`: history had the occurrence already. */
export type Settled = { stale: Set<string>; dropped: string[] }

/**
 * Moves executions that are over to history, flips the state of their jobs (one that never ran
 * counts as working) and writes the alerts of it: one statement, so none can stand alone. Fenced by
 * (id, attempt) and by being held. Two settlements race for one job's state: whoever leaves an older
 * execution behind in the queue writes too, the row's lock orders them and the newest scheduled_for
 * wins, by last_status_for or by history. Queue rows are written by their place (ctid), looked up by
 * id: joined by id, a plan made on an empty queue would scan a full one.
 */
export async function settleFinal(sql: Sql, settlements: Settlement[]): Promise<Settled> {
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      return await settleOnce(sql, settlements)
    } catch (error) {
      if ((error as { code?: string }).code !== deadlock || triesLeft === 0) throw error
    }
  }
}

async function settleOnce(sql: Sql, settlements: Settlement[]): Promise<Settled> {
  const input = settlements.map(({ execution, outcome, startedAfterMs, durationMs }) => {
    if (outcome.kind !== 'final') throw new Error('Only what is over can be moved to history.')
    return {
      id: execution.id,
      attempt: execution.attempt,
      status: outcome.status,
      job_version: execution.job?.version,
      started_after_ms: startedAfterMs,
      duration_ms: durationMs,
      excerpt: outcome.status === 'success' ? undefined : excerptOf(outcome.reply.responseBody),
      ...replyRow(outcome.reply),
    }
  })
  const [row] = await sql<{ stale: string[]; dropped: string[] }[]>`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(input)}::text::json) as i(id uuid, attempt int,
        status text, job_version int, started_after_ms float8, duration_ms float8, excerpt text,
        ${replyRecord(sql)})
    ), ended as materialized (
      delete from execution_queue q using input i
      cross join lateral (select ctid as place from execution_queue where id = i.id limit 1) held
      where q.ctid = held.place and q.attempt = i.attempt and q.worker is not null
      returning q.organization_id, q.job_id, q.trigger, q.replay_of, q.scheduled_for,
        q.started_at as first_started_at, q.worker,
        q.max_attempts + q.attempt - 1 - q.spent_count as max_attempts,
        q.claimed_at + i.started_after_ms * interval '1 millisecond' as attempt_started_at, i.*
    ), kept as materialized (
      insert into execution_history (id, organization_id, job_id, job_version, trigger, replay_of,
        status, scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers, response_body,
        response_bytes, response_truncated, response_encoding)
      select id, organization_id, job_id, job_version, trigger, replay_of,
        status, scheduled_for, coalesce(first_started_at, attempt_started_at), attempt_started_at,
        attempt_started_at + duration_ms * interval '1 millisecond', attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers,
        decode(response_body, 'base64'), response_bytes, coalesce(response_truncated, false),
        response_encoding
      from ended on conflict do nothing returning id
    ), newest as materialized (
      select distinct on (job_id) id, organization_id, job_id, status, scheduled_for
      from ended where status <> 'cancelled'
      order by job_id, scheduled_for desc, id desc
    ), candidate as materialized (
      select n.* from newest n
      cross join lateral (select last_status from jobs
        where id = n.job_id and organization_id = n.organization_id limit 1) j
      where coalesce(j.last_status, 'success') <> n.status
        or exists (select from execution_queue q
          where q.job_id = n.job_id and q.scheduled_for <= n.scheduled_for
          and q.id <> all(array(select id from ended)))
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
      cross join lateral (select name, url, alert_on from jobs
        where id = e.job_id and organization_id = e.organization_id limit 1) j
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
    select case when (select count(*) from ended) < ${input.length}::int
        then array(select id from input except select id from ended) else '{}' end as stale,
      case when (select count(*) from kept) < (select count(*) from ended)
        then array(select id from ended except select id from kept) else '{}' end as dropped,
      (select pg_notify('prikke_alerts', '') where exists (select from alerted))`
  return { stale: new Set(row?.stale), dropped: row?.dropped ?? [] }
}

/** The beginning of a failure's answer as text that JSON can carry, for the alert. */
function excerptOf(body: Buffer | null): string | undefined {
  const start = body?.subarray(0, excerptBytes).toString('utf8').replaceAll('\0', '').trim()
  return start === '' ? undefined : start
}
