import type { Counts, ExecutionFilter, Stats } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { type Matching, matchExecutions } from './matching.ts'
import { type Measured, percentilesOf, ran, spreads } from './spreads.ts'
import { successRate } from './success-rate.ts'

/** Beyond so many the percentiles are those of an even sample: every row would have to be read. */
const mostMeasured = 50_000
const sampleOf = 20_000

type Span = { from: Date; to: Date }

/**
 * Counts are exact, and without a filter read from indexes alone. Percentiles of few executions are
 * exact too; those of many are of a sample that their ids decide, so that it is the same each time.
 */
export async function readStats(
  sql: Sql,
  organizationId: string,
  { from, to }: Span,
  filter: Pick<ExecutionFilter, 'jobId' | 'tag'>,
): Promise<Stats> {
  const span = { from: from.toISOString(), to: to.toISOString() }
  const matching = await matchExecutions(sql, organizationId, { ...filter, ...span })
  const isWhole = filter.jobId === undefined && filter.tag === undefined
  const counts = await readCounts(sql, matching, isWhole)
  const { success, failed, timeout } = counts
  const ranCount = success + failed + timeout
  const { duration, lateness, sample } =
    ranCount > mostMeasured
      ? await measureSome(sql, matching, Math.floor(Math.log2(ranCount / sampleOf)))
      : await measureAll(sql, matching)
  return {
    ...span,
    counts,
    overQuota: counts.skipped === 0 ? 0 : await countOverQuota(sql, matching),
    successRate: successRate(counts),
    durationMs: percentilesOf(duration),
    latenessMs: percentilesOf(lateness),
    sampleCount: sample,
  }
}

const over = ['failed', 'timeout', 'missed', 'skipped', 'cancelled'] as const
/** Among those skipped, which the index of what did not succeed finds. */
async function countOverQuota(sql: Sql, { past, hasPast }: Matching): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from execution_history h
    where ${past} and ${hasPast} and h.status <> 'success' and h.status = 'skipped'
      and h.error_code = 'over_quota'`
  return row.count
}

type CountsRow = Omit<Counts, 'success'> & { total: number }

async function readCounts(sql: Sql, matching: Matching, isWhole: boolean): Promise<Counts> {
  const { past, hasPast, waiting } = matching
  const counted = over.map(
    status => sql`count(*) filter (where status = ${status})::int as ${sql(status)},`,
  )
  const history = sql`from execution_history h where ${past} and ${hasPast}`
  const few = sql`select ${counted} count(*)::int as few ${history} and status <> 'success'`
  const all = sql`select count(*)::int as total ${history}`
  const byRow = sql`select ${counted} count(*)::int as total ${history}`
  const [row] = await sql<[CountsRow]>`
    select * from ${isWhole ? sql`(${few}) few, (${all}) everything` : sql`(${byRow}) past`}, (
      select count(*) filter (where q.worker is null)::int as pending,
        count(q.worker)::int as running
      from execution_queue q where ${waiting ?? sql`false`}
    ) living`
  const { pending, running, total, failed, timeout, missed, skipped, cancelled } = row
  const success = total - failed - timeout - missed - skipped - cancelled
  return { pending, running, success, failed, timeout, missed, skipped, cancelled }
}

async function measureAll(sql: Sql, { past, hasPast }: Matching): Promise<Measured> {
  const [row] = await sql<[Measured]>`
    select ${spreads(sql)} from execution_history h where ${past} and ${hasPast} and ${ran(sql)}`
  return row
}

/** One in 2 to the power of `halvings`; the index gives their places, and only they are read. */
async function measureSome(sql: Sql, { past }: Matching, halvings: number): Promise<Measured> {
  const [row] = await sql<[Measured]>`
    with drawn as materialized (
      select h.organization_id, h.scheduled_for, h.id from execution_history h
      where ${past} and (uuid_hash(h.id) & ${2 ** halvings - 1}::int) = 0
    )
    select ${spreads(sql)}
    from drawn d cross join lateral (
      select started_at, finished_at, scheduled_for, status from execution_history
      where organization_id = d.organization_id and scheduled_for = d.scheduled_for and id = d.id
      limit 1
    ) h
    where ${ran(sql)}`
  return row
}
