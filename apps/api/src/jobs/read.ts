import type { Job } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { notFound } from '../problem.ts'
import { definitionOf } from './definition.ts'
import { maskHeaders } from './headers.ts'

/**
 * History is looked at by execution_history_occurrence, in the last days before all others: what runs
 * at all mostly ran then, and each of forty partitions costs every job of a list a look.
 */
const recent = sql`now() - interval '2 days'`
const lastStart = (when: SQL) => sql`(select h.started_at from execution_history h
  where h.job_id = jobs.id and h.started_at is not null and ${when}
  order by h.scheduled_for desc limit 1)`

/** `jobs.id` is written out: drizzle names a column without its table, and here that is another's. */
export const lastRunAt = sql`greatest(
  (select max(coalesce(q.started_at, q.claimed_at)) from execution_queue q where q.job_id = jobs.id),
  coalesce(${lastStart(sql`h.scheduled_for >= ${recent}`)},
    ${lastStart(sql`h.scheduled_for < ${recent}`)}))`.mapWith(jobs.nextRunAt)

/** A first success is no flip and is not written on the job (execution-states.md): history has it. */
const succeeded = (when: SQL) => sql`exists (select from execution_history h
  where h.job_id = jobs.id and h.status = 'success' and ${when})`
const everSucceeded = sql`case when ${succeeded(sql`h.scheduled_for >= ${recent}`)} then true
  else ${succeeded(sql`h.scheduled_for < ${recent}`)} end`
export const lastStatus = sql<Job['lastStatus']>`coalesce(jobs.last_status,
  case when ${everSucceeded} then 'success' end)`

/** A row that `selectJobs` gives. */
export type JobRow = typeof jobs.$inferSelect & { lastRunAt: Date | null }

export const selectJobs = (at: Pick<Database, 'db'>) =>
  at.db.select({ ...getTableColumns(jobs), lastRunAt, lastStatus }).from(jobs)

/** A job of the organization; throws 404 when there is none with this id. */
export async function readJob(
  at: Pick<Database, 'db'>,
  organizationId: string,
  id: string,
): Promise<Job> {
  const [row] = await selectJobs(at).where(
    and(eq(jobs.organizationId, organizationId), eq(jobs.id, id)),
  )
  if (row === undefined) throw notFound('There is no such job.')
  return jobOf(row as JobRow)
}

export function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    ...definitionOf(row),
    method: row.method as Job['method'],
    headers: maskHeaders(row.headers),
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
    lastRunAt: row.lastRunAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
