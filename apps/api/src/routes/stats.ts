import { createRoute } from '@hono/zod-openapi'
import { type Stats, statsQuery, statsSchema } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { withinHistory } from '../plans/within-history.ts'
import { invalid } from '../problem.ts'
import { access, createRoutes, json, whenReading } from '../route.ts'
import type { Services } from '../services.ts'

const dayMs = 24 * 60 * 60 * 1000

const stats = createRoute({
  tags: ['Executions'],
  security: access.read,
  method: 'get',
  path: '/api/stats',
  summary: 'Count executions by status, with how long they took and how late they were',
  request: { query: statsQuery },
  responses: {
    200: json(statsSchema, 'Of the executions due in from ≤ scheduledFor < to'),
    ...whenReading,
  },
})

export function statsRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(stats, async c => {
    const query = c.req.valid('query')
    const to = query.to === undefined ? new Date() : new Date(query.to)
    const from = query.from === undefined ? new Date(to.getTime() - dayMs) : new Date(query.from)
    if (from > to) throw invalid([{ path: 'from', code: 'invalid', message: 'is after to' }])
    const { organization } = c.var
    const shown = withinHistory(pool, organization, { from: from.toISOString() })
    const since = new Date(Math.min(to.getTime(), Date.parse(shown.from)))
    return c.json(await readStats(pool.sql, organization.id, since, to), 200)
  })
  return routes
}

type Counts = Stats['counts']
type Spread = (number | null)[] | null
type PastRow = Omit<Counts, 'pending' | 'running'> & {
  overQuota: number
  duration: Spread
  lateness: Spread
}

/** One look along execution_history_organization, and one at what waits or runs. */
async function readStats(sql: Sql, organizationId: string, from: Date, to: Date): Promise<Stats> {
  const within = sql`organization_id = ${organizationId}
    and scheduled_for >= ${from} and scheduled_for < ${to}`
  const ran = sql`started_at is not null and status in ('success', 'failed', 'timeout')`
  const counted = (status: string) => sql`count(*) filter (where status = ${status})::int`
  const [past] = await sql<[PastRow]>`
    select ${counted('success')} as success, ${counted('failed')} as failed,
      ${counted('timeout')} as timeout, ${counted('missed')} as missed,
      ${counted('skipped')} as skipped, ${counted('cancelled')} as cancelled,
      count(*) filter (where error_code = 'over_quota')::int as "overQuota",
      percentile_cont(array[0.5, 0.95, 0.99]) within group
        (order by extract(epoch from finished_at - started_at)::float8 * 1000)
        filter (where ${ran}) as duration,
      percentile_cont(array[0.5, 0.95, 0.99]) within group
        (order by extract(epoch from started_at - scheduled_for)::float8 * 1000)
        filter (where ${ran}) as lateness
    from execution_history where ${within}`
  const [now] = await sql<[Pick<Counts, 'pending' | 'running'>]>`
    select count(*) filter (where worker is null)::int as pending, count(worker)::int as running
    from execution_queue where ${within}`
  const { duration, lateness, overQuota, ...over } = past
  const ranCount = over.success + over.failed + over.timeout
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    counts: { ...now, ...over },
    overQuota,
    successRate: ranCount === 0 ? null : over.success / ranCount,
    durationMs: percentilesOf(duration),
    latenessMs: percentilesOf(lateness),
  }
}

const percentilesOf = (spread: Spread) => ({
  p50: spread?.[0] ?? null,
  p95: spread?.[1] ?? null,
  p99: spread?.[2] ?? null,
})
