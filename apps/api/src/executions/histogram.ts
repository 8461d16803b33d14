import type { Counts, ExecutionFilter, Histogram } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { type Fragment, type Matching, matchExecutions } from './matching.ts'

type Span = { from: Date; to: Date }
type Row = { at: Date; status: keyof Counts; count: number }

/**
 * Executions by status in equal parts of a span. Without a filter no row is read: all are counted by
 * execution_history_organization, those without success by execution_history_unsuccessful, and the
 * rest is success.
 */
export async function readHistogram(
  sql: Sql,
  organizationId: string,
  { from, to }: Span,
  buckets: number,
  filter: ExecutionFilter,
): Promise<Histogram> {
  const bucketMs = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / buckets))
  const span = { from: from.toISOString(), to: to.toISOString() }
  const matching = await matchExecutions(sql, organizationId, { ...filter, ...span })
  const bucket = sql`date_bin(${bucketMs}::float8 * interval '1 millisecond', scheduled_for, ${from})`
  const isWhole = Object.values(filter).every(asked => asked === undefined)
  const past = isWhole ? countedByIndex(sql, matching, bucket) : countedByRow(sql, matching, bucket)
  const rows = await sql<Row[]>`
    select ${bucket} as at, case when worker is null then 'pending' else 'running' end as status,
      count(*)::int as count
    from execution_queue q where ${matching.waiting ?? sql`false`} group by 1, 2
    union all ${past}`
  return { ...span, bucketMs, buckets: fill({ from, to }, bucketMs, rows) }
}

const countedByIndex = (sql: Sql, { past }: Matching, bucket: Fragment) => sql`
  (
    with unsuccessful as materialized (
      select ${bucket} as at, status, count(*)::int as count
      from execution_history h where ${past} and status <> 'success' group by 1, 2
    ), everything as materialized (
      select ${bucket} as at, count(*)::int as count from execution_history h where ${past} group by 1
    )
    select * from unsuccessful
    union all
    select e.at, 'success', e.count - coalesce(
      (select sum(u.count) from unsuccessful u where u.at = e.at), 0)::int
    from everything e
  )`

const countedByRow = (sql: Sql, { past, hasPast }: Matching, bucket: Fragment) => sql`
  select ${bucket}, status, count(*)::int from execution_history h
  where ${past} and ${hasPast} group by 1, 2`

function fill({ from, to }: Span, bucketMs: number, rows: readonly Row[]): Histogram['buckets'] {
  const byStart = new Map<number, Counts>()
  for (let at = from.getTime(); at < to.getTime(); at += bucketMs) byStart.set(at, { ...none })
  for (const { at, status, count } of rows) {
    const counts = byStart.get(at.getTime())
    if (counts !== undefined) counts[status] += count
  }
  return [...byStart].map(([at, counts]) => ({ from: new Date(at).toISOString(), counts }))
}

const none: Counts = {
  pending: 0,
  running: 0,
  success: 0,
  failed: 0,
  timeout: 0,
  missed: 0,
  skipped: 0,
  cancelled: 0,
}
