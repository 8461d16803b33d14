import type { Sql } from '@prikke/schema'

export type Spread = (number | null)[] | null
/** What `spreads` selects. */
export type Measured = { duration: Spread; lateness: Spread; sample: number }

/** Of history `h`: how long the executions took and how late they were, in ms, and how many they are. */
export const spreads = (sql: Sql) => sql`
  percentile_cont(array[0.5, 0.95, 0.99]) within group
    (order by extract(epoch from h.finished_at - h.started_at)::float8 * 1000) as duration,
  percentile_cont(array[0.5, 0.95, 0.99]) within group
    (order by extract(epoch from h.started_at - h.scheduled_for)::float8 * 1000) as lateness,
  count(*)::int as sample`

/** On `h`: those that were really sent. */
export const ran = (sql: Sql) =>
  sql`h.started_at is not null and h.status in ('success', 'failed', 'timeout')`

export const percentilesOf = (spread: Spread | undefined) => ({
  p50: spread?.[0] ?? null,
  p95: spread?.[1] ?? null,
  p99: spread?.[2] ?? null,
})
