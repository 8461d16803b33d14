import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'

type Fragment = postgres.PendingQuery<postgres.Row[]>

const ends = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled'] as const

/** So many days after it a day is still told of. */
export const daysKept = 90

/**
 * The insert that adds what is being removed to the days of its jobs, for the statement that removes
 * it: both happen, or neither. `gone` names executions (organization_id, job_id, scheduled_for,
 * status). Of a job that is deleted nobody can ask. Two that add to one day do so in one order.
 */
export const addToDays = (sql: Sql, gone: Fragment) =>
  addCounted(
    sql,
    sql`
      select organization_id, job_id, (scheduled_for at time zone 'UTC')::date as day,
        ${sql.unsafe(ends.map(end => `count(*) filter (where status = '${end}')::int as ${end}`).join())}
      from ${gone} group by 1, 2, 3`,
  )

/** The same of executions that are counted already: a row for each job and day. */
export const addCounted = (sql: Sql, counted: Fragment) => sql`
  insert into job_days as kept (organization_id, job_id, day, ${sql.unsafe(ends.join())})
  select organization_id, job_id, day, ${sql.unsafe(ends.join())} from (${counted}) counted
  where day >= (now() at time zone 'UTC')::date - ${daysKept}::int
    and exists (select from jobs j where j.id = counted.job_id)
  order by organization_id, job_id, day
  on conflict (organization_id, job_id, day) do update set
    ${sql.unsafe(ends.map(end => `${end} = kept.${end} + excluded.${end}`).join())}`
