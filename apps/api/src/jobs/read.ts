import type { z } from '@hono/zod-openapi'
import type { Job, jobListQuery, Page } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import { and, desc, eq, getTableColumns, lt, or, type SQLWrapper, sql } from 'drizzle-orm'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import { openFieldsOf } from './definition.ts'
import { maskHeaders } from './headers.ts'

/**
 * `jobs.id` is written out: drizzle names a column without its table, and here that is another's.
 * One look at the newest entry of execution_history_occurrence, and at the few rows in the queue.
 */
const lastRunAt = sql`greatest(
  (select max(coalesce(q.started_at, q.claimed_at)) from execution_queue q where q.job_id = jobs.id),
  (select h.started_at from execution_history h
    where h.job_id = jobs.id and h.started_at is not null
    order by h.scheduled_for desc limit 1))`.mapWith(jobs.nextRunAt)

/** A first success is no flip and is not written on the job (execution-states.md): history has it. */
const everSucceeded = sql<boolean>`exists (select from execution_history h
  where h.job_id = jobs.id and h.status = 'success')`
const lastStatus = sql<Job['lastStatus']>`coalesce(jobs.last_status,
  case when ${everSucceeded} then 'success' end)`

type Row = typeof jobs.$inferSelect & { lastRunAt: Date | null }

const selectJobs = (at: Pick<Database, 'db'>) =>
  at.db.select({ ...getTableColumns(jobs), lastRunAt, lastStatus }).from(jobs)

/** A page of an organization's jobs, newest first. */
export async function listJobs(
  at: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor, q, enabled, status }: z.output<typeof jobListQuery>,
): Promise<Page<Job>> {
  const after = readIdCursor(cursor)
  const rows = await selectJobs(at)
    .where(
      and(
        eq(jobs.organizationId, organizationId),
        after === undefined ? undefined : lt(jobs.id, after),
        q === undefined ? undefined : or(...[jobs.name, jobs.url, jobs.key].map(contains(q))),
        enabled === undefined ? undefined : eq(jobs.enabled, enabled === 'true'),
        status === undefined ? undefined : eq(lastStatus, status),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(limit + 1)
  return pageFrom(rows as Row[], limit, row => row.id, jobOf)
}

const contains = (part: string) => (column: SQLWrapper) =>
  sql`strpos(lower(${column}), lower(${part})) > 0`

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
  return jobOf(row as Row)
}

function jobOf(row: Row): Job {
  return {
    id: row.id,
    ...openFieldsOf(row),
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
