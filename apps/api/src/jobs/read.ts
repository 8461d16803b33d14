import type { Job } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { notFound } from '../problem.ts'
import { openFieldsOf } from './definition.ts'
import { maskHeaders } from './headers.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * History is looked at by execution_history_occurrence, in the last days before all others: what runs
 * at all mostly ran then, and each of forty partitions costs every job of a list a look. Written out,
 * so that a plan has the partitions of either part alone; where the two meet, no row is left out.
 */
function parts() {
  const day = new Date(Date.now() - 2 * dayMs).toISOString().slice(0, 10)
  const start = sql.raw(`'${day}T00:00:00Z'::timestamptz`)
  return { recent: sql`h.scheduled_for >= ${start}`, older: sql`h.scheduled_for < ${start}` }
}

/** `jobs.id` is written out: drizzle names a column without its table, and here that is another's. */
export function lastRunAt() {
  const { recent, older } = parts()
  const lastStart = (when: SQL) => sql`(select h.started_at from execution_history h
    where h.job_id = jobs.id and h.started_at is not null and ${when}
    order by h.scheduled_for desc limit 1)`
  return sql`greatest(
    (select max(coalesce(q.started_at, q.claimed_at)) from execution_queue q
      where q.job_id = jobs.id),
    coalesce(${lastStart(recent)}, ${lastStart(older)}))`.mapWith(jobs.nextRunAt)
}

/** A first success is no flip and is not written on the job (execution-states.md): history has it. */
export function lastStatus() {
  const { recent, older } = parts()
  const succeeded = (when: SQL) => sql`exists (select from execution_history h
    where h.job_id = jobs.id and h.status = 'success' and ${when})`
  return sql<Job['lastStatus']>`case when jobs.last_status is not null then jobs.last_status
    when ${succeeded(recent)} then 'success' when ${succeeded(older)} then 'success' end`
}

/** A row that `selectJobs` gives. */
export type JobRow = typeof jobs.$inferSelect & { lastRunAt: Date | null }

export const selectJobs = (at: Pick<Database, 'db'>) =>
  at.db
    .select({ ...getTableColumns(jobs), lastRunAt: lastRunAt(), lastStatus: lastStatus() })
    .from(jobs)

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
    ...openFieldsOf(row),
    method: row.method as Job['method'],
    headers: maskHeaders(row.headers),
    pausedBy: row.enabled ? null : row.pausedBy,
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
    lastRunAt: row.lastRunAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
