import type { Job } from '@prikke/contract'
import { type Database, jobs, type Sql } from '@prikke/schema'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { recentDays } from '../executions/recent-days.ts'
import { notFound } from '../problem.ts'
import { openFieldsOf } from './definition.ts'
import { maskHeaders } from './headers.ts'
import { lastRuns } from './last-runs.ts'

/**
 * History is looked at by execution_history_occurrence, in the last days before all others: what runs
 * at all mostly ran then, and each of forty partitions costs every job of a list a look. Written out,
 * so that a plan has the partitions of either part alone; where the two meet, no row is left out.
 */
function parts() {
  const start = sql.raw(`'${recentDays().toISOString()}'::timestamptz`)
  return { recent: sql`h.scheduled_for >= ${start}`, older: sql`h.scheduled_for < ${start}` }
}

/** To sort by; what is shown comes of `lastRuns`. `jobs.id` is written out: drizzle names a column without its table, and here that is another's. */
export function lastRunAt() {
  const { recent, older } = parts()
  const lastStart = (when: SQL) => sql`(select h.started_at from execution_history h
    where h.job_id = jobs.id and h.started_at is not null and ${when}
    order by h.scheduled_for desc limit 1)`
  return sql<Date | null>`greatest(
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

type Stored = typeof jobs.$inferSelect
/** A job with what history has of it. */
export type JobRow = Stored & { lastRunAt: Date | null }

export async function withLastRuns<T extends Stored>(
  sql: Sql,
  rows: readonly T[],
): Promise<(T & JobRow)[]> {
  const runs = await lastRuns(sql, rows)
  return rows.map(row => ({ ...row, lastRunAt: null, ...runs.get(row.id) }))
}

/** A job of the organization; throws 404 when there is none with this id. */
export async function readJob(at: Database, organizationId: string, id: string): Promise<Job> {
  const rows = await at.db
    .select()
    .from(jobs)
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, id)))
  const [row] = await withLastRuns(at.sql, rows)
  if (row === undefined) throw notFound('There is no such job.')
  return jobOf(row)
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
