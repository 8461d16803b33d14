import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** Beyond this many due at one instant, an organization's executions go to the bulk class. */
const firstFewHundred = 500
/** Runs more often than this many minutes come before the others of the tier. */
const shortIntervalMinutes = 60

/** Which share of the claims an execution competes in: tier × short or long interval, or bulk. */
export function classOf(
  sql: Sql,
  organizationId: Fragment,
  intervalMinutes: Fragment,
  rank: Fragment,
) {
  return sql`(case when ${rank} > ${firstFewHundred}::int then 4
    else (case (select tier from organizations where id = ${organizationId}) when 'pro' then 0 else 2 end)
      + (case when ${intervalMinutes} < ${shortIntervalMinutes}::int then 0 else 1 end) end)`
}
