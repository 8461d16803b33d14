import type { Sql } from '@prikke/schema'
import { daysKept } from './add-to-days.ts'

/** Rows that one statement removes. */
const batchSize = 5_000

/** Removes the days that are told of no more, along job_days_day. */
export async function removeOldDays(sql: Sql): Promise<void> {
  for (;;) {
    const gone = await sql`
      delete from job_days where (organization_id, job_id, day) in (
        select organization_id, job_id, day from job_days
        where day < (now() at time zone 'UTC')::date - ${daysKept}::int
        order by day limit ${batchSize})`
    if (gone.count < batchSize) return
  }
}

/** Some of the days of an organization that is gone, by the primary key; a count of them. */
export const removeDaysOf = (sql: Sql, organizationId: string) => sql<{ count: number }[]>`
  with found as materialized (
    select job_id, day from job_days where organization_id = ${organizationId} limit ${batchSize}
  ), gone as (
    delete from job_days where organization_id = ${organizationId}
      and (job_id, day) in (select job_id, day from found)
  )
  select count(*)::int as count from found`
