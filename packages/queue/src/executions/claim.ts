import { performance } from 'node:perf_hooks'
import type { Sql } from '@prikke/schema'
import { apportion, gaveWayClass } from './class.ts'
import { createJobRequests, type JobRequest, type JobRequests } from './job-requests.ts'
import { withOwnRequests } from './own-requests.ts'
import { createReadAhead } from './read-ahead.ts'

/** Given beyond the request's own deadline, for the answer to be settled. */
const leaseMarginMs = 30_000

/** One execution in this worker's hands until its lease runs out, with its job as it stands now. */
export type ClaimedExecution = {
  id: string
  organizationId: string
  jobId: string
  trigger: 'schedule' | 'manual' | 'replay'
  scheduledFor: Date
  /** When the claim was asked for, by this process's monotonic clock, in ms: before the database's. */
  claimAskedAt: number
  /** The fence: settling is accepted for this number only. */
  attempt: number
  spentCount: number
  lostCount: number
  timeoutMs: number
  /** Null when the job has been deleted meanwhile. */
  job: JobRequest | null
  /** Then nothing of it may be sent any more, whatever the queue still holds. */
  isOrganizationDeleted: boolean
  /** The job could not be read after the claim: the execution is to be given back at once. */
  isUnread: boolean
  /** As they are stored: sealed for the organization. */
  signingSecrets: string[]
}

export type Claimed<T> = {
  items: T[]
  /** Span until something else becomes due, in ms; null when nothing waits, or the claim was full. */
  nextInMs: number | null
  /** A part of the claim was not answered: more may have been claimed. */
  isUnsure?: true
}

/** One row of a claim; the last row is no execution but says what holds for all. */
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
  own_request: boolean | null
  summary: Summary | null
}

type Summary = {
  nextInMs: number | null
  dueClassCount: number
  /** By organization, of those that are not deleted. */
  signingSecrets: Record<string, string[]> | null
}

/**
 * Claims due executions for one worker: by their classes' shares, then whatever a class left free.
 * With `isReserve` what gave way before stays where it is: the room is not for it.
 * When one class alone had work the next claim takes it in a single statement; each claim says how
 * many classes have work, so shares hold again as soon as there is something to share.
 */
export function createClaimer(
  sql: Sql,
  worker: string,
): (limit: number, isReserve?: boolean) => Promise<Claimed<ClaimedExecution>> {
  const requests = createJobRequests(sql)
  const readAhead = createReadAhead(sql, requests)
  let oneClassAlone = false
  return async (limit, isReserve = false) => {
    const open = (quotas: number[]) => (isReserve ? quotas.with(gaveWayClass, 0) : quotas)
    const shared = apportion(limit, Math.random)
    const quotas = open(oneClassAlone ? shared.map(() => limit) : shared)
    const first = await claim(sql, worker, requests, quotas, limit)
    oneClassAlone = first.dueClassCount <= 1
    if (first.items.length === 0) readAhead(first.nextInMs)
    const free = limit - first.items.length
    const isAll =
      first.items.length < Math.min(...(isReserve ? quotas.slice(0, gaveWayClass) : quotas))
    if (free === 0 || isAll) return first
    const rest = open(shared.map(() => free))
    // What the first took must not be lost with the second: the next claim meets the same error.
    const second = await claim(sql, worker, requests, rest, free).catch(() => null)
    if (second === null) return { items: first.items, nextInMs: 0, isUnsure: true }
    return { items: [...first.items, ...second.items], nextInMs: second.nextInMs }
  }
}

/**
 * Makes everything that a worker has claimed, but for `inHand`, due again: nothing of it was begun.
 * Its attempt keeps its number, so a claim that comes through late settles nothing. Looks through
 * the queue, which is done only when a claim was not answered.
 */
export async function putBackUnheard(
  sql: Sql,
  worker: string,
  inHand: readonly string[],
): Promise<void> {
  await sql`
    update execution_queue set worker = null, claimed_at = null,
      ready_at = date_trunc('milliseconds', now())
    where worker = ${worker} and id <> all(${inHand as string[]}::uuid[])`
}

/**
 * Claims due rows, oldest first within each class. Many workers race for the same rows: SKIP LOCKED
 * gives each a disjoint set, and the ids are picked once, before anything is written. A row whose
 * lease ran out is due again; claiming it records the attempt that was lost. Relies on
 * execution_queue_ready (class, ready_at), one range per class. What was picked is locked, so it is
 * written by its place (ctid): joined by id, a plan made on an empty queue would scan a full one.
 * Each LIMIT keeps the planner from turning a look at one row into a scan of all.
 * What belongs to a deleted organization is told apart: no retry, run by hand or edit that races with
 * the deletion gets past this.
 */
async function claim(
  sql: Sql,
  worker: string,
  requests: JobRequests,
  quotas: number[],
  limit: number,
): Promise<Claimed<ClaimedExecution> & { dueClassCount: number }> {
  const claimAskedAt = performance.now()
  const rows = await sql<ClaimRow[]>`
    with picked as materialized (
      select q.*
      from unnest(${quotas}::int[]) with ordinality c(quota, ordinal)
      cross join lateral (
        select ctid as place, id, organization_id, job_id, scheduled_for, attempt, job_version,
          worker, claimed_at
        from execution_queue
        where class = c.ordinal - 1 and ready_at <= now()
        order by ready_at limit c.quota
        for update skip locked
      ) q
      limit ${limit}
    ), claimed as materialized (
      update execution_queue q set
        attempt = q.attempt + 1,
        lost_count = q.lost_count + case when q.worker is null then 0 else 1 end,
        worker = ${worker},
        claimed_at = now(),
        started_at = coalesce(q.started_at, q.claimed_at),
        job_version = j.version,
        timeout_ms = coalesce(j.timeout_ms, q.timeout_ms),
        max_attempts = coalesce(j.retry_attempts + 1, q.max_attempts),
        ready_at = now() + (coalesce(j.timeout_ms, q.timeout_ms) + ${leaseMarginMs}::int)
          * interval '1 millisecond'
      from picked p left join lateral (
        select version, timeout_ms, retry_attempts from jobs
        where id = p.job_id and organization_id = p.organization_id limit 1
      ) j on true
      where q.ctid = p.place
      returning q.id, q.organization_id, q.job_id, q.trigger, q.scheduled_for, q.attempt,
        q.spent_count, q.lost_count, q.timeout_ms, q.job_version as version, q.own_request
    ), lost as (
      insert into attempts (execution_id, scheduled_for, organization_id, number, job_version,
        worker, started_at, finished_at, error_code, error_message)
      select id, scheduled_for, organization_id, attempt, job_version, worker, claimed_at, now(),
        'worker_lost',
        'The worker did not come back before its lease ran out; the request may have been sent.'
      from picked where worker is not null
      on conflict do nothing
    )
    select *, null::jsonb as summary from claimed
    union all
    select null, null, null, null, null, null, null, null, null, null, null, jsonb_build_object(
      'signingSecrets', (
        select jsonb_object_agg(id, array_remove(array[signing_secret,
          case when previous_signing_secret_expires_at > now() then previous_signing_secret end], null))
        from organizations
        where id = any(array(select distinct organization_id from picked)) and deleted_at is null
      ),
      'dueClassCount', (
        select count(*) from generate_series(0, ${gaveWayClass}::int) k(class)
        cross join lateral (
          select from execution_queue
          where class = k.class and ready_at <= now() order by ready_at limit 1
        ) due
      ),
      'nextInMs', case when (select count(*) from picked) < ${limit} then (
        select extract(epoch from min(n.ready_at) - clock_timestamp())::float8 * 1000
        from generate_series(0, ${gaveWayClass}::int) k(class)
        cross join lateral (
          select ready_at from execution_queue
          where class = k.class and ready_at > now() order by ready_at limit 1
        ) n
      ) end
    )`
  const summary = rows.pop()?.summary
  if (!summary) throw new Error('A claim came back without its summary.')
  const claimed = rows as (ClaimRow & { id: string })[]
  // The claim is committed: an error now must give back what was claimed, not forget it.
  const jobs = await requests
    .of(claimed.map(row => ({ id: row.job_id, version: row.version })))
    .then(jobs => withOwnRequests(sql, claimed, jobs))
    .catch(() => null)
  return {
    items: claimed.map((row, index) => ({
      id: row.id,
      organizationId: row.organization_id,
      jobId: row.job_id,
      trigger: row.trigger,
      scheduledFor: row.scheduled_for,
      claimAskedAt,
      attempt: row.attempt,
      spentCount: row.spent_count,
      lostCount: row.lost_count,
      timeoutMs: row.timeout_ms,
      job: jobs?.[index] ?? null,
      isOrganizationDeleted: summary.signingSecrets?.[row.organization_id] === undefined,
      isUnread: jobs === null,
      signingSecrets: summary.signingSecrets?.[row.organization_id] ?? [],
    })),
    nextInMs: summary.nextInMs,
    dueClassCount: summary.dueClassCount,
  }
}
