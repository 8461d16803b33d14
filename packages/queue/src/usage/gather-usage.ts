import type { Sql } from '@prikke/schema'
import { sharedPart } from './count.ts'

/** Rows that one statement moves. */
const batchSize = 1_000

/**
 * Where limits hold one row of an organization's month decides: what was counted beside it, while none
 * held, is added to it. A tick passes over who is being moved and comes back. Rows are locked in the
 * order of the primary key, which finds them; two schedulers that do this wait for one another.
 */
export async function gatherUsage(sql: Sql): Promise<void> {
  for (;;) {
    const [moved] = await sql<{ count: number }[]>`
      with apart as materialized (
        select organization_id, month, part from usage_counts
        where month >= date_trunc('month', now() at time zone 'UTC')::date and part <> ${sharedPart}
        order by organization_id, month, part limit ${batchSize}
        for update
      ), gone as (
        delete from usage_counts u using apart a
        where u.organization_id = a.organization_id and u.month = a.month and u.part = a.part
        returning u.*
      ), days as materialized (
        select organization_id, month, sum(value)::int as value, ordinality
        from gone cross join lateral unnest(by_day) with ordinality d(value, ordinality)
        group by organization_id, month, ordinality
      ), sums as materialized (
        select organization_id, month, sum(value)::int as executions,
          array_agg(value order by ordinality) as by_day
        from days group by organization_id, month
      ), gathered as (
        insert into usage_counts as u (organization_id, month, part, executions, by_day)
        select organization_id, month, ${sharedPart}, executions, by_day from sums
        order by organization_id, month
        on conflict (organization_id, month, part) do update set
          executions = u.executions + excluded.executions,
          by_day = array(select a + b from unnest(u.by_day, excluded.by_day) d(a, b))
      )
      select count(*)::int as count from apart`
    if ((moved?.count ?? 0) < batchSize) return
  }
}

/** Months of which no answer tells any more: fourteen and older. By the size of it: a row a month. */
export async function removeOldUsage(sql: Sql): Promise<void> {
  await sql`
    delete from usage_counts
    where month < date_trunc('month', now() at time zone 'UTC') - interval '13 months'`
}
