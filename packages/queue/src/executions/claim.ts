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
  due_class_count: number
}

/**
 * Claims due executions for one worker: by their classes' shares, then whatever a class left free.
 * When one class alone had work the next claim takes it in a single statement; each claim says how
 * many classes have work, so shares hold again as soon as there is something to share.
 */
export function createClaimer(
  sql: Sql,
  worker: string,
): (limit: number) => Promise<Claimed<ClaimedExecution>> {
  let oneClassAlone = false
  return async limit => {
    const shared = apportion(limit, Math.random)
    const quotas = oneClassAlone ? shared.map(() => limit) : shared
    const first = await claim(sql, worker, quotas, limit)
    oneClassAlone = first.dueClassCount <= 1
    const free = limit - first.items.length
    const isAll = first.items.length < Math.min(...quotas)
    if (free === 0 || isAll) return first
    const rest = quotas.map(() => free)
    // What the first took must not be lost with the second: the next claim meets the same error.
    const second = await claim(sql, worker, rest, free).catch(() => null)
    if (second === null) return { items: first.items, nextInMs: 0 }
    return { items: [...first.items, ...second.items], nextInMs: second.nextInMs }
  }
}

/**
 * Claims due rows, oldest first within each class. Many workers race for the same rows: SKIP LOCKED
 * gives each a disjoint set, and the ids are picked once, before anything is written. A row whose
 * lease ran out is due again; claiming it records the attempt that was lost. Relies on
 * execution_queue_ready (class, ready_at), one range per class. Every other row is reached by its
 * primary key, from an array or a LIMIT 1: no plan made on an empty queue can scan a full one.
 */
async function claim(
  sql: Sql,
  worker: string,
  quotas: number[],
  limit: number,
): Promise<Claimed<ClaimedExecution> & { dueClassCount: number }> {
  const rows = await sql<ClaimRow[]>`
    with picked as materialized (
      select q.*
      from unnest(${quotas}::int[]) with ordinality c(quota, ordinal)
      cross join lateral (
        select * from execution_queue
        where class = c.ordinal - 1 and ready_at <= now()
        order by ready_at limit c.quota
        for update skip locked
      ) q
      limit ${limit}
    ), claimed as (
      update execution_queue q set
        attempt = q.attempt + 1,
        lost_count = q.lost_count + case when q.worker is null then 0 else 1 end,
        worker = ${worker},
        claimed_at = now(),
        started_at = coalesce(q.started_at, q.claimed_at),
        (job_version, timeout_ms, max_attempts, ready_at) = (
          select j.version, coalesce(j.timeout_ms, q.timeout_ms),
            coalesce(j.retry_attempts + 1, q.max_attempts), now()
              + (coalesce(j.timeout_ms, q.timeout_ms) + ${leaseMarginMs}::int) * interval '1 millisecond'
          from (select 1) one left join jobs j on j.id = q.job_id)
      where q.id = any(array(select id from picked))
    ), lost as (
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        worker, started_at, finished_at, error_code, error_message)
      select id, scheduled_for, organization_id, attempt, job_version, worker, claimed_at, now(),
        'worker_lost',
        'The worker did not come back before its lease ran out; the request may have been sent.'
      from picked where worker is not null
      on conflict do nothing
    )
    select p.id, p.organization_id, p.job_id, p.trigger, p.scheduled_for, p.attempt + 1 as attempt,
      p.spent_count, p.lost_count + case when p.worker is null then 0 else 1 end as lost_count,
      coalesce(j.current_timeout_ms, p.timeout_ms) as timeout_ms, j.*, o.*, (
        select count(*)::int from generate_series(0, 4) k(class)
        where exists (select from execution_queue where class = k.class and ready_at <= now())
      ) as due_class_count, (
        select extract(epoch from min(n.ready_at) - clock_timestamp())::float8 * 1000
        from generate_series(0, 4) k(class)
        cross join lateral (
          select ready_at from execution_queue
          where class = k.class and ready_at > now() order by ready_at limit 1
        ) n
      ) as next_in_ms
    from (select 1) one left join picked p on true
    left join lateral (
      select version, method, url, headers, body, retry_attempts, timeout_ms as current_timeout_ms
      from jobs
      where id = p.job_id limit 1
    ) j on true
    left join lateral (
      select array_remove(array[signing_secret, case when previous_signing_secret_expires_at > now()
        then previous_signing_secret end], null) as signing_secrets
      from organizations where id = p.organization_id limit 1
    ) o on true`
  const found = rows.filter(row => row.id !== null) as (ClaimRow & { id: string })[]
  return {
    items: found.map(claimedExecution),
    nextInMs: rows[0]?.next_in_ms ?? null,
    dueClassCount: rows[0]?.due_class_count ?? 0,
  }
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
