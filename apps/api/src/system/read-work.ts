import type { System } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import type { Fragment } from '../executions/matching.ts'

/** What is counted is counted so far; beyond it there is trouble enough. */
const mostCounted = 20_000
const mostMeasured = 10_000
/** A lease, the longest that one of an execution may be, in ms. */
const longestLeaseMs = 330_000

export type Work = Pick<System, 'queue' | 'lateness' | 'alerts' | 'mails'> & {
  at: string
  schedule: Pick<System['schedule'], 'unwritten' | 'oldestUnwrittenMs'>
}

/**
 * How much there is to do and how late it is, of all organizations. Every part stops at a number of
 * rows, along jobs_due, execution_queue_ready, alerts_ready, mails_ready and the ids of what is past,
 * which carry the time that they were made.
 */
export async function readWork(sql: Sql): Promise<Work> {
  const [row] = await sql<[Row]>`
    select clock_timestamp() as at, late.*, queue.*, lateness.*, told.*,
      (select count(*)::int from replays where finished_at is null) as replays
    from (${late(sql)}) late, (${queue(sql)}) queue, (${lateness(sql)}) lateness, (${told(sql)}) told`
  const [p50 = null, p95 = null, p99 = null] = row.spread ?? []
  return {
    at: row.at.toISOString(),
    schedule: { unwritten: row.unwritten, oldestUnwrittenMs: row.oldestUnwrittenMs },
    queue: {
      due: row.due,
      oldestDueMs: row.oldestDueMs,
      claimed: row.claimed,
      retrying: row.retrying,
      replays: row.replays,
    },
    lateness: { p50, p95, p99, sampleCount: row.sampleCount },
    alerts: row.alerts,
    mails: row.mails,
  }
}

type Row = {
  at: Date
  unwritten: number
  oldestUnwrittenMs: number | null
  due: number
  oldestDueMs: number | null
  claimed: number
  retrying: number
  replays: number
  spread: number[] | null
  sampleCount: number
  alerts: System['alerts']
  mails: System['mails']
}

const msSince = (sql: Sql, instant: Fragment) =>
  sql`round(extract(epoch from clock_timestamp() - ${instant})::float8 * 1000)`

const late = (sql: Sql) => sql`
  select count(*)::int as unwritten,
    ${msSince(sql, sql`min(next_run_at)`)} as "oldestUnwrittenMs"
  from (values ('allow'), ('skip')) o(overlap) cross join lateral (
    select next_run_at from jobs j
    where j.overlap = o.overlap and next_run_at <= now() - interval '1 second'
    order by next_run_at limit ${mostCounted}) j`

const queue = (sql: Sql) => sql`
  select count(*) filter (where is_due)::int as due,
    ${msSince(sql, sql`min(ready_at) filter (where is_due)`)} as "oldestDueMs",
    count(*) filter (where not is_due and worker is not null)::int as claimed,
    count(*) filter (where not is_due and worker is null and attempt > 0)::int as retrying
  from generate_series(0, 5) c(class) cross join lateral (
    (select ready_at, worker, attempt, true as is_due from execution_queue q
     where q.class = c.class and ready_at <= now() order by ready_at limit ${mostCounted})
    union all
    (select ready_at, worker, attempt, false from execution_queue q
     where q.class = c.class and ready_at > now()
       and ready_at <= now() + ${longestLeaseMs}::float8 * interval '1 millisecond'
     order by ready_at limit ${mostCounted})
  ) q`

const lateness = (sql: Sql) => sql`
  select percentile_cont(array[0.5, 0.95, 0.99]) within group (order by late_ms) as spread,
    count(*)::int as "sampleCount"
  from (
    select extract(epoch from started_at - scheduled_for)::float8 * 1000 as late_ms
    from execution_history
    where id >= ${madeSince(sql, '16 minutes')}
      and scheduled_for >= now() - interval '15 minutes' and scheduled_for <= now()
      and started_at is not null
    order by id desc limit ${mostMeasured}) newest`

const told = (sql: Sql) => sql`
  select ${toldOf(sql, sql`alerts`, sql`type <> 'channel.test'`)} as alerts,
    ${toldOf(sql, sql`mails`, sql`true`)} as mails`

/** `counts` is a condition on those that were given up: who tries a channel out sees that at once. */
const toldOf = (sql: Sql, table: Fragment, counts: Fragment) => sql`(
  select jsonb_build_object('waiting', count(*), 'dead', (
      select count(*) from (
        select status, attempt from ${table} where id >= ${madeSince(sql, '24 hours')} and ${counts}
        order by id desc limit ${mostCounted}) newest where status = 'dead' and attempt > 0),
    'oldestMs', ${msSince(sql, sql`min(ready_at)`)})
  from (
    select ready_at from ${table} where status = 'pending' and ready_at <= now()
    order by ready_at limit ${mostCounted}) waiting)`

/** The least id that is made from then on: a UUIDv7 begins with its millisecond. */
const madeSince = (sql: Sql, ago: '16 minutes' | '24 hours') => sql`
  (lpad(to_hex((extract(epoch from now() - ${ago}::interval) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid`
