import type { z } from '@hono/zod-openapi'
import type { Job, JobOrder, jobListQuery, Page } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import { and, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { type OrderCursor, orderCursor, pageFrom, readIdCursor, readOrderCursor } from '../page.ts'
import { jobsMatching } from './matching.ts'
import { type JobRow, jobOf, lastRunAt, withLastRuns } from './read.ts'

/** With what it was sorted by: it may have run since. */
type Row = JobRow & { sortedAt: Date | null }
/** What a list is in order of: in SQL, of a row, and as a cursor has it. */
type Sort = { by: () => SQL; of: (row: Row) => string | null; given: (value: string) => SQL }

const instant = (value: string) => sql`${value}::timestamptz`
const sorts: Record<string, Sort> = {
  name: {
    by: () => sql`lower(jobs.name)`,
    of: row => row.name,
    given: value => sql`lower(${value}::text)`,
  },
  nextRunAt: {
    by: () => sql`jobs.next_run_at`,
    of: row => row.nextRunAt?.toISOString() ?? null,
    given: instant,
  },
  lastRunAt: { by: lastRunAt, of: row => row.sortedAt?.toISOString() ?? null, given: instant },
}

/**
 * A page of an organization's jobs. An id says when its job was made; within any other order it
 * decides between equals, so that a page goes on exactly where the one before it ended.
 */
export async function listJobs(
  at: Database,
  organizationId: string,
  { limit, cursor, sort: order, ...filter }: z.output<typeof jobListQuery>,
): Promise<Page<Job>> {
  const sort = sorts[order.replace('-', '')]
  const after = sort === undefined ? readOwn(cursor) : readOrderCursor(cursor, order, kindOf(order))
  const [direction, beyond] = order.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const byId = sql`jobs.id ${direction}`
  const sortedAt = sort === sorts.lastRunAt ? lastRunAt() : sql<null>`null`
  const found = await at.db
    .select({ ...getTableColumns(jobs), sortedAt })
    .from(jobs)
    .where(
      and(
        jobsMatching(organizationId, filter),
        after === undefined ? undefined : isAfter(sort, beyond, after),
      ),
    )
    .orderBy(...(sort === undefined ? [] : [sql`${sort.by()} ${direction} nulls last`]), byId)
    .limit(limit + 1)
  const rows = await withLastRuns(at.sql, found)
  const cursorOf = (row: Row) =>
    sort === undefined ? row.id : orderCursor({ order, id: row.id, value: sort.of(row) })
  return pageFrom(rows, limit, cursorOf, jobOf)
}

/** In order of the id, a cursor needs no more. */
function readOwn(cursor: string | undefined): OrderCursor | undefined {
  const id = readIdCursor(cursor)
  return id === undefined ? undefined : { order: 'createdAt', id, value: null }
}

const kindOf = (order: JobOrder) => (order.endsWith('name') ? 'text' : 'instant')

/** Rows without a value come last, whichever way the list goes. */
function isAfter(sort: Sort | undefined, beyond: SQL, { id, value }: OrderCursor): SQL {
  const byId = sql`jobs.id ${beyond} ${id}::uuid`
  if (sort === undefined) return byId
  const by = sort.by()
  if (value === null) return sql`(${by} is null and ${byId})`
  const given = sort.given(value)
  return sql`(${by} ${beyond} ${given} or ${by} is null
    or (${by} = ${given} and ${byId}))`
}
