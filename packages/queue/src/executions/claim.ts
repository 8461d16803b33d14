import type { Sql, StoredHeaders } from '@prikke/schema'
import { apportion } from './class.ts'

/** Given beyond the request's own deadline, for the answer to be settled. */
const leaseMarginMs = 30_000

/** One execution in this worker's hands until its lease runs out, with its job as it stands now. */
export type ClaimedExecution = {
  id: string
  organizationId: string
  jobId: string
  trigger: 'schedule' | 'manual' | 'replay'
  scheduledFor: Date
  /** The fence: settling is accepted for this number only. */
  attempt: number
  spentCount: number
  lostCount: number
  timeoutMs: number
  /** Null when the job has been deleted meanwhile. */
  job: {
    version: number
    method: string
    url: string
    headers: StoredHeaders
    body: string | null
    retryAttempts: number
  } | null
  signingSecrets: string[]
}

export type Claimed<T> = {
  items: T[]
  /** Span until something else becomes due, in ms; null when nothing waits. */
  nextInMs: number | null
}

type ClaimRow = {
  id: string | null
  organization_id: string
  job_id: string
  trigger: ClaimedExecution['trigger']
  scheduled_for: Date
  attempt: number
  spent_count: number
  lost_count: number
  timeout_ms: number
  version: number | null
  method: string
  url: string
  headers: StoredHeaders
  body: string | null
  retry_attempts: number
  signing_secrets: string[]
  next_in_ms: number | null
}

/** Claims up to `limit` due executions: by their classes' shares, then whatever a class left free. */
export async function claimExecutions(
  sql: Sql,
  worker: string,
  limit: number,
): Promise<Claimed<ClaimedExecution>> {
  const quotas = apportion(limit, Math.random)
  const first = await claim(sql, worker, quotas, limit)
  const free = limit - first.items.length
  const isAll = first.items.length < Math.min(...quotas)
  if (free === 0 || isAll) return first
  const second = await claim(
    sql,
    worker,
    quotas.map(() => free),
    free,
  )
  return { items: [...first.items, ...second.items], nextInMs: second.nextInMs }
}

/**
 * Claims due rows, oldest first within each class. Many workers race for the same rows: SKIP LOCKED
 * gives each a disjoint set, and the ids are picked once, before anything is written. A row whose
 * lease ran out is due again; claiming it records the attempt that was lost. Relies on
 * execution_queue_ready (class, ready_at), one range per class.
 */
async function claim(
  sql: Sql,
  worker: string,
  quotas: number[],
  limit: number,
): Promise<Claimed<ClaimedExecution>> {
  const rows = await sql<ClaimRow[]>`
    with picked as materialized (
      select q.id, q.job_id, q.organization_id
      from unnest(${quotas}::int[]) with ordinality c(quota, ordinal)
      cross join lateral (
        select id, job_id, organization_id from execution_queue
        where class = c.ordinal - 1 and ready_at <= now()
        order by ready_at limit c.quota
        for update skip locked
      ) q
      limit ${limit}
    ), target as materialized (
      select p.id, j.version, j.method, j.url, j.headers, j.body, j.retry_attempts,
        array_remove(array[o.signing_secret, case when o.previous_signing_secret_expires_at > now()
          then o.previous_signing_secret end], null) as signing_secrets
      from picked p
      join organizations o on o.id = p.organization_id
      left join jobs j on j.id = p.job_id
    ), claimed as (
      update execution_queue q set
        attempt = q.attempt + 1,
        lost_count = q.lost_count + case when q.worker is null then 0 else 1 end,
        worker = ${worker},
        claimed_at = now(),
        started_at = coalesce(q.started_at, q.claimed_at),
        job_version = t.version,
        ready_at = now() + (q.timeout_ms + ${leaseMarginMs}::int) * interval '1 millisecond'
      from target t where q.id = t.id
      returning q.id, q.organization_id, q.job_id, q.trigger, q.scheduled_for, q.attempt,
        q.spent_count, q.lost_count, q.timeout_ms, t.version, t.method, t.url, t.headers, t.body,
        t.retry_attempts, t.signing_secrets, old.worker as lost_worker,
        old.claimed_at as lost_claimed_at, old.job_version as lost_version
    ), lost as (
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        worker, started_at, finished_at, error_code, error_message)
      select id, scheduled_for, organization_id, attempt - 1, lost_version, lost_worker,
        lost_claimed_at, now(), 'worker_lost',
        'The worker did not come back before its lease ran out; the request may have been sent.'
      from claimed where lost_worker is not null
      on conflict do nothing
    )
    select c.*, (
      select extract(epoch from min(n.ready_at) - clock_timestamp())::float8 * 1000
      from generate_series(0, 4) k(class)
      cross join lateral (
        select ready_at from execution_queue
        where class = k.class and ready_at > now() order by ready_at limit 1
      ) n
    ) as next_in_ms
    from (select 1) one left join claimed c on true`
  const found = rows.filter(row => row.id !== null) as (ClaimRow & { id: string })[]
  return { items: found.map(claimedExecution), nextInMs: rows[0]?.next_in_ms ?? null }
}

function claimedExecution(row: ClaimRow & { id: string }): ClaimedExecution {
  return {
    id: row.id,
    organizationId: row.organization_id,
    jobId: row.job_id,
    trigger: row.trigger,
    scheduledFor: row.scheduled_for,
    attempt: row.attempt,
    spentCount: row.spent_count,
    lostCount: row.lost_count,
    timeoutMs: row.timeout_ms,
    job:
      row.version === null
        ? null
        : {
            version: row.version,
            method: row.method,
            url: row.url,
            headers: row.headers,
            body: row.body,
            retryAttempts: row.retry_attempts,
          },
    signingSecrets: row.signing_secrets,
  }
}
