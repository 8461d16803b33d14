import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'
import { enqueueUsageMails } from '../mails/enqueue.ts'
import { addToUsage, holdUsage, limitOf, takeFromUsage } from '../usage/count.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** What counting adds to the statement that writes occurrences. */
type Metering = {
  /** Leaves out what has its row, of the CTE `due` d with its occurrences o. */
  unlessKept: Fragment
  /** The place of an occurrence f among those of its organization. */
  rank: Fragment
  /** CTEs: `allowed` says of each organization its tier, and how many of what `found` runs it may have. */
  allowed: Fragment
  /** Of `found` f and `allowed` a: those that may run. */
  mayRun: Fragment
  /** Rows that are recorded and not run, after a select of the same columns. */
  overQuota: Fragment
  /** Whether something is written at all for this organization now. */
  isWritten: (organizationId: Fragment) => Fragment
  /** How many jobs were advanced. */
  jobCount: Fragment
  /** The last CTE, after all that it waits for is written. */
  last: Fragment
  passedOver: Fragment
}

/** Without limits: what was queued is added up at the end. */
export function addingUp(sql: Sql, { day, part }: { day: Fragment; part: Fragment }): Metering {
  const written = sql`
    select organization_id, count(*)::int as count from queued group by organization_id`
  return {
    unlessKept: sql``,
    rank: sql`row_number() over (partition by f.organization_id)`,
    allowed: sql`allowed as (select organization_id, tier from tier)`,
    mayRun: sql`true`,
    overQuota: sql``,
    isWritten: () => sql`true`,
    jobCount: sql`(select count(*)::int from due)`,
    last: sql`added as (${addToUsage(sql, { day, part, written })})`,
    passedOver: sql`'{}'::uuid[]`,
  }
}

/**
 * With limits: what is wanted is taken from the month before anything is queued, the oldest first,
 * and the rest is over the quota. Owners are told in the same statement. With `mayPass` an
 * organization that is being counted by another just now is passed over: nothing of it is written.
 * `allowed` joins from the side of which the planner knows the size: by what it guesses of the other it
 * would compare each occurrence with each organization.
 */
export function takingFrom(
  sql: Sql,
  { day, mayPass, mayCollide }: { day: Fragment; mayPass: boolean; mayCollide: boolean },
): Metering {
  const isWritten = (organizationId: Fragment) =>
    sql`${organizationId} not in (select organization_id from elsewhere)`
  return {
    unlessKept: mayCollide ? notKept(sql) : sql``,
    // Of those that run: what does not must not take a place from them.
    rank: sql`row_number() over (
      partition by f.organization_id, f.missed or f.skipped order by f.at)`,
    allowed: sql`
      wanted as materialized (
        select f.organization_id, f.count, ${limitOf(sql, sql`t.tier`)} as most
        from (select organization_id, count(*)::int as count from found where runs group by 1) f
        join tier t on t.organization_id = f.organization_id
      ), ${holdUsage(sql, { day, organizations: sql`select organization_id from wanted`, mayPass })},
      ${takeFromUsage(sql, { day, isRestRecorded: true })},
      allowed as materialized (
        select t.organization_id, t.tier, c.granted
        from tier t left join counted c on c.organization_id = t.organization_id
      )`,
    mayRun: sql`f.rank <= a.granted`,
    overQuota: sql`
      union all
      select f.organization_id, f.id, f.at, f.retry_attempts, 'over_quota'
      from found f join allowed a on a.organization_id = f.organization_id
      where f.runs and f.rank > a.granted and (select bool_or(is_short) from counted)`,
    isWritten,
    jobCount: sql`(select count(*)::int from due where ${isWritten(sql`organization_id`)})`,
    last: enqueueUsageMails(sql, day),
    passedOver: sql`array(select organization_id from elsewhere)`,
  }
}

/** Counted is what will be written: so what is there already is looked up, and not run into. */
const notKept = (sql: Sql) => sql`
  where not exists (select from execution_queue q
      where q.job_id = d.id and q.scheduled_for = o.at and q.trigger = 'schedule')
    and not exists (select from execution_history h
      where h.job_id = d.id and h.scheduled_for = o.at and h.trigger = 'schedule')`
