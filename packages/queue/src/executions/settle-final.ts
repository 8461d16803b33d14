import type { Sql } from '@prikke/schema'
import { arrayText, jsonArrayText } from './array-text.ts'
import { phasesOf } from './reply-row.ts'
import type { Settlement } from './settle.ts'
import { spansOf, startedAt } from './spans.ts'
import { isUniqueViolation } from './unique-violation.ts'

const isDeadlock = (error: unknown) => (error as { code?: unknown }).code === '40P01'
const excerptBytes = 1_000

/** `stale`: not held any more by this attempt. `dropped`: history had the occurrence already. */
export type Settled = { stale: Set<string>; dropped: string[] }

/**
 * Moves executions that are over to history, flips the state of their jobs (one that never ran
 * counts as working) and writes the alerts of it: one statement, so none can stand alone. Fenced by
 * (id, attempt) and by being held. Two settlements race for one job's state: whoever leaves an older
 * execution behind in the queue writes too, the row's lock orders them and the newest scheduled_for
 * wins, by last_status_for or by history. An edited replay says nothing of its job, which sends
 * something else. Queue rows are written by their place (ctid), looked up by
 * id: joined by id, a plan made on an empty queue would scan a full one.
 */
export async function settleFinal(sql: Sql, settlements: Settlement[]): Promise<Settled> {
  let mayCollide = false
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      return await settleOnce(sql, settlements, mayCollide)
    } catch (error) {
      if (isUniqueViolation(error) && !mayCollide) mayCollide = true
      else if (!isDeadlock(error) || triesLeft <= 0) throw error
    }
  }
}

/** With `mayCollide` what history has already is left out; checking beforehand costs 2 µs a row. */
async function settleOnce(
  sql: Sql,
  settlements: Settlement[],
  mayCollide: boolean,
): Promise<Settled> {
  const [row] = await sql<{ ended: string[] | null; kept: string[] | null }[]>`
    with ended as materialized (
      delete from execution_queue q
      using ${ends(sql, settlements)}
      cross join lateral (select ctid as place from execution_queue where id = i.id limit 1) held
      where q.ctid = held.place and q.attempt = i.attempt and q.worker is not null
      returning q.organization_id, q.job_id, q.trigger, q.replay_of, q.replay_id, q.own_request,
        q.scheduled_for, q.started_at as first_started_at, q.worker,
        q.max_attempts + q.attempt - 1 - q.spent_count as max_attempts,
        ${startedAt(sql, 'q', 'i')} as attempt_started_at, i.*
    ), kept as materialized (
      insert into execution_history (id, organization_id, job_id, job_version, trigger, replay_of,
        replay_id, status, scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers, response_body,
        response_bytes, response_truncated, response_encoding)
      select id, organization_id, job_id, job_version, trigger, replay_of, replay_id,
        status, scheduled_for, coalesce(first_started_at, attempt_started_at), attempt_started_at,
        attempt_started_at + duration_ms * interval '1 millisecond', attempt, max_attempts,
        worker, status_code, error_code, error_message, timings, response_headers,
        decode(response_body, 'base64'), response_bytes, response_truncated, response_encoding
      from ended ${mayCollide ? sql`on conflict do nothing` : sql``} returning id
    ), newest as materialized (
      select distinct on (job_id) id, organization_id, job_id, status, scheduled_for
      from ended where status <> 'cancelled' and own_request is null
      order by job_id, scheduled_for desc, id desc
    ), candidate as materialized (
      select n.* from newest n
      cross join lateral (select last_status from jobs
        where id = n.job_id and organization_id = n.organization_id limit 1) j
      where coalesce(j.last_status, 'success') <> n.status
        or exists (select from execution_queue q
          where q.job_id = n.job_id and q.scheduled_for <= n.scheduled_for
          and q.id <> n.id and q.id <> all(array(select id from ended)))
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
            and not exists (select from execution_requests where execution_id = h.id)
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
      where e.status <> 'cancelled' and e.own_request is null
        and (e.status <> 'success' or e.id = any(array(select id from flipped)))
        and (j.alert_on = 'every' and e.status <> 'success'
          or exists (select from flipped f where f.id = e.id and f.was_working <> f.is_working))
    ), alerted as (
      insert into alerts (organization_id, channel_id, kind, target, sealed_url, sealed_for, type,
        job_id, execution_id, event)
      select t.organization_id, c.id, c.kind, c.target, c.sealed_url,
        case when c.sealed_url is not null then c.id end, t.type, t.job_id, t.id,
        jsonb_build_object(
          'job', jsonb_build_object('id', t.job_id, 'name', t.name, 'url', t.url),
          'execution', jsonb_build_object('id', t.id, 'status', t.status,
            'scheduledFor', to_char(t.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'statusCode', t.status_code, 'errorCode', t.error_code, 'errorMessage', t.error_message,
            'responseExcerpt', t.excerpt, 'attempt', t.attempt))
      from told t cross join lateral (
        select id, kind, target, sealed_url from channels
        where organization_id = t.organization_id and enabled offset 0
      ) c
      on conflict do nothing returning 1
    )
    select
      case when (select count(*) from ended) < ${settlements.length}::int
        then array(select id from ended) end as ended,
      case when (select count(*) from kept) < (select count(*) from ended)
        then array(select id from kept) end as kept,
      (select pg_notify('prikke_alerts', '') where exists (select from alerted))`
  const ids = settlements.map(({ execution }) => execution.id)
  const ended = row?.ended ?? ids
  return {
    stale: without(ids, ended),
    dropped: row?.kept == null ? [] : [...without(ended, row.kept)],
  }
}

/** Columns as arrays: PostgreSQL reads them in half the time that a JSON record takes. */
function ends(sql: Sql, settlements: Settlement[]) {
  const ended = settlements.map(settlement => {
    const { execution, outcome } = settlement
    if (outcome.kind !== 'final') throw new Error('Only what is over can be moved to history.')
    const { status, reply } = outcome
    return { execution, status, reply, ...spansOf(settlement) }
  })
  const column = (read: (end: (typeof ended)[number]) => Parameters<typeof arrayText>[0][number]) =>
    arrayText(ended.map(read))
  return sql`unnest(
    ${column(end => end.execution.id)}::uuid[],
    ${column(end => end.execution.attempt)}::int[],
    ${column(end => end.status)}::text[],
    ${column(end => end.execution.job?.version)}::int[],
    ${column(end => end.startedAfterMs)}::float8[],
    ${column(end => end.startedAgoMs)}::float8[],
    ${column(end => end.durationMs)}::float8[],
    ${column(end => (end.status === 'success' ? null : excerptOf(end.reply.responseBody)))}::text[],
    ${column(end => end.reply.statusCode)}::int[],
    ${column(end => end.reply.errorCode)}::text[],
    ${column(end => end.reply.errorMessage)}::text[],
    ${jsonArrayText(ended.map(({ reply }) => reply.timings && phasesOf(reply.timings)))}::json[],
    ${jsonArrayText(ended.map(({ reply }) => reply.responseHeaders))}::json[],
    ${column(end => end.reply.responseBody?.toString('base64'))}::text[],
    ${column(end => end.reply.responseBytes)}::int8[],
    ${column(end => end.reply.responseTruncated)}::bool[],
    ${column(end => end.reply.responseEncoding)}::text[]
  ) as i(id, attempt, status, job_version, started_after_ms, started_ago_ms, duration_ms, excerpt, status_code,
    error_code, error_message, timings, response_headers, response_body, response_bytes,
    response_truncated, response_encoding)`
}

function without(all: string[], some: string[]): Set<string> {
  const left = new Set(some)
  return new Set(all.filter(id => !left.has(id)))
}

/** The beginning of a failure's answer as text that JSON can carry, for the alert. */
function excerptOf(body: Buffer | null): string | undefined {
  const start = body?.subarray(0, excerptBytes).toString('utf8').replaceAll('\0', '').trim()
  return start === '' ? undefined : start
}
