import type { Counts } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import type { Fragment, Matching } from './matching.ts'
import { noCounts } from './no-counts.ts'

export type Span = { from: Date; to: Date }
export type Bucket = { from: Date; counts: Counts }
type Row = { at: Date; status: keyof Counts; count: number }

/** Into how long parts a span is cut: whole milliseconds, the last may be shorter. */
export const bucketMsOf = ({ from, to }: Span, buckets: number) =>
  Math.max(1, Math.ceil((to.getTime() - from.getTime()) / buckets))

/** When the part begins in which a row of either half lies. */
export const bucketOf = (sql: Sql, { from }: Span, bucketMs: number, row: Fragment) =>
  sql`date_bin(${bucketMs}::float8 * interval '1 millisecond', ${row}.scheduled_for, ${from})`

/**
 * Executions by status in equal parts of a span. Where all of them are meant no row is read: they are
 * counted by execution_history_organization, those without success by execution_history_unsuccessful,
 * and the rest is success.
 */
export async function countBuckets(
  sql: Sql,
  span: Span,
  bucketMs: number,
  { matching, isWhole }: { matching: Matching; isWhole: boolean },
): Promise<Bucket[]> {
  const bucket = bucketOf(sql, span, bucketMs, sql`h`)
  const past = isWhole ? countedByIndex(sql, matching, bucket) : countedByRow(sql, matching, bucket)
  const rows = await sql<Row[]>`
    select ${bucketOf(sql, span, bucketMs, sql`q`)} as at, case when worker is null then 'pending' else 'running' end as status,
      count(*)::int as count
    from execution_queue q where ${matching.waiting ?? sql`false`} group by 1, 2
    union all ${past}`
  return fill(span, bucketMs, rows)
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

function fill({ from, to }: Span, bucketMs: number, rows: readonly Row[]): Bucket[] {
  const byStart = new Map<number, Counts>()
  for (let at = from.getTime(); at < to.getTime(); at += bucketMs) byStart.set(at, { ...noCounts })
  for (const { at, status, count } of rows) {
    const counts = byStart.get(at.getTime())
    if (counts !== undefined) counts[status] += count
  }
  return [...byStart].map(([at, counts]) => ({ from: new Date(at), counts }))
}
