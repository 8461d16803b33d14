import type { ExecutionFilter, Series } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { type Bucket, bucketMsOf, bucketOf, countBuckets, type Span } from './count-buckets.ts'
import { type Matching, matchExecutions } from './matching.ts'
import { type Measured, percentilesOf, ran, spreads } from './spreads.ts'
import { successRate } from './success-rate.ts'

/** Beyond so many the percentiles are those of an even sample: every row would have to be read. */
const mostMeasured = 20_000
/** Of each part that has more, at least so many are drawn; twice as many at most. */
const fewestDrawn = 100

type Parts = { span: Span; bucketMs: number; matching: Matching }
type Row = Measured & { at: Date }

/**
 * How a time went, in equal parts. Counts are exact. Percentiles of a part with few executions are
 * too; where there are many in all, those of its large parts are of a sample that the ids decide.
 */
export async function readSeries(
  sql: Sql,
  organizationId: string,
  span: Span,
  buckets: number,
  filter: Pick<ExecutionFilter, 'jobId' | 'tag'>,
): Promise<Series> {
  const [from, to] = [span.from.toISOString(), span.to.toISOString()]
  const matching = await matchExecutions(sql, organizationId, { ...filter, from, to })
  const isWhole = filter.jobId === undefined && filter.tag === undefined
  const bucketMs = bucketMsOf(span, buckets)
  const counted = await countBuckets(sql, span, bucketMs, { matching, isWhole })
  const parts = { span, bucketMs, matching }
  const ranCounts = counted.map(({ counts }) => counts.success + counts.failed + counts.timeout)
  const ranCount = ranCounts.reduce((sum, count) => sum + count, 0)
  const rows =
    ranCount > mostMeasured
      ? await measureSome(sql, parts, masksOf(ranCounts))
      : await measureAll(sql, parts)
  const measured = new Map(rows.map(row => [row.at.getTime(), row]))
  return { from, to, bucketMs, buckets: counted.map(bucket => partOf(bucket, measured)) }
}

function partOf({ from, counts }: Bucket, measured: ReadonlyMap<number, Measured>) {
  const own = measured.get(from.getTime())
  return {
    from: from.toISOString(),
    counts,
    successRate: successRate(counts),
    durationMs: percentilesOf(own?.duration),
    latenessMs: percentilesOf(own?.lateness),
    sampleCount: own?.sample ?? 0,
  }
}

const measureAll = (sql: Sql, { span, bucketMs, matching: { past, hasPast } }: Parts) => sql<Row[]>`
  select ${bucketOf(sql, span, bucketMs, sql`h`)} as at, ${spreads(sql)}
  from execution_history h where ${past} and ${hasPast} and ${ran(sql)} group by 1`

/** Of each part one in a power of 2, by bits of the ids: so many that enough are left; -1 of none. */
const masksOf = (ranCounts: readonly number[]) =>
  ranCounts.map(count =>
    count === 0 ? -1 : 2 ** Math.max(0, Math.floor(Math.log2(count / fewestDrawn))) - 1,
  )

/**
 * The index gives their places, and only they are read. A larger mask has the bits of a smaller one,
 * so most are passed over before it is known in which part they lie.
 */
function measureSome(sql: Sql, { span, bucketMs, matching: { past } }: Parts, masks: number[]) {
  const starts = masks.map((_, n) => new Date(span.from.getTime() + n * bucketMs).toISOString())
  const least = Math.min(...masks.filter(mask => mask >= 0))
  return sql<Row[]>`
    with drawn as materialized (
      select h.organization_id, h.scheduled_for, h.id from execution_history h
      where ${past} and uuid_hash(h.id) & ${least}::int = 0 and uuid_hash(h.id)
        & (${masks}::int[])[width_bucket(h.scheduled_for, ${starts}::timestamptz[])] = 0
    )
    select ${bucketOf(sql, span, bucketMs, sql`h`)} as at, ${spreads(sql)}
    from drawn d cross join lateral (
      select started_at, finished_at, scheduled_for, status from execution_history
      where organization_id = d.organization_id and scheduled_for = d.scheduled_for and id = d.id
      limit 1
    ) h
    where ${ran(sql)} group by 1`
}
