import type { ExecutionFilter, Histogram } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { bucketMsOf, countBuckets, type Span } from './count-buckets.ts'
import { matchExecutions } from './matching.ts'

/** Executions by status in equal parts of a span. */
export async function readHistogram(
  sql: Sql,
  organizationId: string,
  span: Span,
  buckets: number,
  filter: ExecutionFilter,
): Promise<Histogram> {
  const [from, to] = [span.from.toISOString(), span.to.toISOString()]
  const matching = await matchExecutions(sql, organizationId, { ...filter, from, to })
  const isWhole = Object.values(filter).every(asked => asked === undefined)
  const bucketMs = bucketMsOf(span, buckets)
  const counted = await countBuckets(sql, span, bucketMs, { matching, isWhole })
  return {
    from,
    to,
    bucketMs,
    buckets: counted.map(bucket => ({ from: bucket.from.toISOString(), counts: bucket.counts })),
  }
}
