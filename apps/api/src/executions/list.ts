import type { z } from '@hono/zod-openapi'
import type { ExecutionSummary, executionListQuery, Page } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { instantCursor, pageFrom, readInstantCursor } from '../page.ts'
import { historyColumns, queueColumns, type SummaryRow, summaryOf } from './summary.ts'

/**
 * A page of executions, newest scheduledFor first. Queue and history are each ordered and limited
 * on their own, then merged, in one statement: an execution that moves from one to the other
 * meanwhile is seen once. History is read along execution_history_organization, or along
 * execution_history_occurrence for one job.
 */
export async function listExecutions(
  sql: Sql,
  organizationId: string,
  query: z.output<typeof executionListQuery>,
): Promise<Page<ExecutionSummary>> {
  const { limit, status, jobId, from, to } = query
  const after = readInstantCursor(query.cursor)
  const matching = sql`
    organization_id = ${organizationId}
    ${jobId === undefined ? sql`` : sql`and job_id = ${jobId}`}
    ${from === undefined ? sql`` : sql`and scheduled_for >= ${new Date(from)}`}
    ${to === undefined ? sql`` : sql`and scheduled_for < ${new Date(to)}`}
    ${after === undefined ? sql`` : sql`and scheduled_for <= ${after.scheduledFor} and (scheduled_for, id) < (${after.scheduledFor}, ${after.id}::uuid)`}`
  const alive = status === undefined || status === 'pending' || status === 'running'
  const past = status === undefined || !alive
  const ofQueue = sql`
    select ${queueColumns(sql)} from execution_queue q
    where ${matching} and ${alive}
      ${status === undefined ? sql`` : sql`and (worker is null) = ${status === 'pending'}`}
    order by scheduled_for desc, id desc limit ${limit + 1}`
  const ofHistory = sql`
    select ${historyColumns(sql)} from execution_history h
    where ${matching} and ${past} ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${past && status !== undefined && status !== 'success' ? sql`and status <> 'success'` : sql``}
    order by scheduled_for desc, id desc limit ${limit + 1}`
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
  return pageFrom(rows, limit, cursorOf, summaryOf)
}
