import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'
import { enqueueUsageMails } from '../mails/enqueue.ts'
import { addToUsage, limitOf, takeFromUsage } from '../usage/count.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** What counting adds to the statement that writes occurrences. */
type Metering = {
  /** Leaves out what has its row, of the CTE `due` d with its occurrences o. */
  unlessKept: Fragment
  /** CTEs: `allowed` says of each organization its tier, and how many of `runs` it may have. */
  allowed: Fragment
  /** Of `runs` r and `allowed` a: those that may run. */
  mayRun: Fragment
  /** Rows that are recorded and not run, after a select of the same columns. */
  overQuota: Fragment
  /** Whether something is written at all for this organization now. */
  isWritten: (organizationId: Fragment) => Fragment
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
    allowed: sql`allowed as (select organization_id, tier from tier)`,
    mayRun: sql`true`,
    overQuota: sql``,
    isWritten: () => sql`true`,
    last: sql`added as (${addToUsage(sql, { day, part, written })})`,
    passedOver: sql`'{}'::uuid[]`,
  }
}

/**
 * With limits: what is wanted is taken from the month before anything is queued, the oldest first,
 * and the rest is over the quota. Owners are told in the same statement. With `mayPass` an
 * organization that is being counted by another just now is passed over: nothing of it is written.
 */
export function takingFrom(
  sql: Sql,
  { day, mayPass, mayCollide }: { day: Fragment; mayPass: boolean; mayCollide: boolean },
): Metering {
  return {
    unlessKept: mayCollide ? notKept(sql) : sql``,
    allowed: sql`
      wanted as materialized (
        select r.organization_id, count(*)::int as count, ${limitOf(sql, sql`min(t.tier)`)} as most
        from runs r join tier t on t.organization_id = r.organization_id
        group by r.organization_id
      ), ${takeFromUsage(sql, { day, mayPass, isRestRecorded: true })},
      allowed as materialized (
        select t.organization_id, t.tier, c.granted
        from tier t join counted c on c.organization_id = t.organization_id
      )`,
    mayRun: sql`r.rank <= a.granted`,
    overQuota: sql`
      union all
      select r.organization_id, r.id, r.at, r.retry_attempts, 'over_quota'
      from runs r join allowed a on a.organization_id = r.organization_id
      where r.rank > a.granted`,
    isWritten: organizationId =>
      sql`${organizationId} not in (select organization_id from elsewhere)`,
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
