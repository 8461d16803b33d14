import type { z } from '@hono/zod-openapi'
import type { ExecutionSummary, executionListQuery, Page } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { instantCursor, pageFrom, readInstantCursor, writeCursor } from '../page.ts'
import { atOrAfter, edgeOf } from './edge.ts'
import { type Fragment, matchExecutions } from './matching.ts'
import { historyColumns, queueColumns, type SummaryRow, summaryOf } from './summary.ts'

/** Executions that one page looks through for what no index serves. */
const mostLookedAt = 100_000

/**
 * A page of executions, newest scheduledFor first. Queue and history are each ordered and limited
 * on their own, then merged, in one statement: an execution that moves from one to the other
 * meanwhile is seen once. What no index serves is looked for in the next 100,000 alone: such a page
 * may have fewer than `limit`, even none, and its cursor goes on behind them.
 */
export async function listExecutions(
  sql: Sql,
  organizationId: string,
  { limit, cursor, ...filter }: z.output<typeof executionListQuery>,
): Promise<Page<ExecutionSummary>> {
  const matching = await matchExecutions(sql, organizationId, filter)
  const after = readInstantCursor(cursor)
  const isBefore = (row: Fragment) =>
    after === undefined
      ? sql``
      : sql`and ${row}.scheduled_for <= ${after.scheduledFor} and (${row}.scheduled_for, ${row}.id) < (${after.scheduledFor}, ${after.id}::uuid)`
  const { hasPast, walks, along, rest, isServed, waiting } = matching
  const edge =
    isServed || !hasPast ? null : await edgeOf(sql, matching, mostLookedAt, isBefore(sql`h`))
  const ofQueue = sql`
    select ${queueColumns(sql)} from execution_queue q
    where ${waiting ?? sql`false`} ${isBefore(sql`q`)} ${atOrAfter(sql, sql`q`, edge)}
    order by scheduled_for desc, id desc limit ${limit + 1}`
  const ofHistory = sql`
    select walked.* from ${walks} cross join lateral (
      select ${historyColumns(sql)} from execution_history h
      where ${along} ${isBefore(sql`h`)} ${atOrAfter(sql, sql`h`, edge)} ${rest}
      order by h.scheduled_for desc, h.id desc limit ${limit + 1}
    ) walked
    where ${hasPast}`
  const rows = await sql<SummaryRow[]>`
    select e.*, j.name as job_name
    from (
      (${ofQueue}) union all (${ofHistory})
      order by scheduled_for desc, id desc limit ${limit + 1}
    ) e
    left join jobs j on j.id = e.job_id and j.organization_id = e.organization_id
    order by e.scheduled_for desc, e.id desc`
  const cursorOf = (row: SummaryRow) =>
    instantCursor({ scheduledFor: row.scheduled_for, id: row.id })
  const page = pageFrom(rows, limit, cursorOf, summaryOf)
  const goesOn = page.nextCursor === null && edge !== null
  return goesOn ? { ...page, nextCursor: writeCursor(instantCursor(edge)) } : page
}
