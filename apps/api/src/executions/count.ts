import type { ExecutionFilter } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { atOrAfter, edgeOf } from './edge.ts'
import { matchExecutions } from './matching.ts'

/** Executions that are looked through for a count. */
const mostCounted = 100_000

/**
 * How many executions match. What an index serves is counted to 100,000; for what it does not serve
 * the newest 100,000 are looked through.
 */
export async function countExecutions(
  sql: Sql,
  organizationId: string,
  filter: ExecutionFilter,
): Promise<{ count: number; atLeast: boolean }> {
  const matching = await matchExecutions(sql, organizationId, filter)
  const { hasPast, isServed, walks, along, rest, past, waiting } = matching
  const edge = isServed || !hasPast ? null : await edgeOf(sql, matching, mostCounted, sql``)
  const looked = isServed
    ? sql`select from execution_history h where ${past} and ${hasPast}`
    : sql`
      select from ${walks} cross join lateral (
        select from execution_history h
        where ${along} ${atOrAfter(sql, sql`h`, edge)} ${rest} offset 0
      ) walked
      where ${hasPast}`
  const [row] = await sql<{ waiting: number; past: number }[]>`
    select (
      select count(*) from execution_queue q
      where ${waiting ?? sql`false`} ${atOrAfter(sql, sql`q`, edge)}
    )::int as waiting,
    (select count(*) from (${looked} limit ${mostCounted + 1}) past)::int as past`
  const count = (row?.waiting ?? 0) + (row?.past ?? 0)
  const isMore = (row?.past ?? 0) > mostCounted
  return { count: isMore ? count - 1 : count, atLeast: isMore || edge !== null }
}
