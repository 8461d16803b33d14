import type { ExecutionNeighbours } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { notFound } from '../problem.ts'

type Shown = { id: string; jobId: string; scheduledFor: string }

/**
 * The executions of the same job on both sides of one, by execution_queue_occurrence and
 * execution_history_occurrence. What was due before `since` is not shown.
 */
export async function readNeighbours(
  sql: Sql,
  organizationId: string,
  { id, jobId, scheduledFor }: Shown,
  since: Date | null,
): Promise<ExecutionNeighbours> {
  const own = sql`organization_id = ${organizationId} and job_id = ${jobId}`
  const place = sql`(${scheduledFor}::timestamptz, ${id}::uuid)`
  const beside = (table: 'execution_queue' | 'execution_history', side: 'older' | 'newer') =>
    side === 'older'
      ? sql`(
          select id, scheduled_for from ${sql(table)}
          where ${own} and scheduled_for <= ${scheduledFor} and (scheduled_for, id) < ${place}
            and scheduled_for >= coalesce(${since}::timestamptz, '-infinity')
          order by scheduled_for desc, id desc limit 1)`
      : sql`(
          select id, scheduled_for from ${sql(table)}
          where ${own} and scheduled_for >= ${scheduledFor} and (scheduled_for, id) > ${place}
          order by scheduled_for, id limit 1)`
  const both = (side: 'older' | 'newer') =>
    sql`${beside('execution_queue', side)} union all ${beside('execution_history', side)}`
  const [row] = await sql<[ExecutionNeighbours]>`
    select
      (select id from (${both('older')}) o order by scheduled_for desc, id desc limit 1) as older,
      (select id from (${both('newer')}) n order by scheduled_for, id limit 1) as newer`
  return row
}

/** Of which job an execution is, and when it was due. @throws Problem 404 when there is none. */
export async function readPlace(sql: Sql, organizationId: string, id: string): Promise<Shown> {
  const [row] = await sql<{ id: string; job_id: string; scheduled_for: Date }[]>`
    select id, job_id, scheduled_for from executions
    where id = ${id} and organization_id = ${organizationId}`
  if (row === undefined) throw notFound('There is no such execution.')
  return { id: row.id, jobId: row.job_id, scheduledFor: row.scheduled_for.toISOString() }
}
