import { createRoute } from '@hono/zod-openapi'
import { type Stats, statsQuery, statsSchema } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { invalid } from '../problem.ts'
import { access, createRoutes, json, whenReading } from '../route.ts'
import type { Services } from '../services.ts'

const dayMs = 24 * 60 * 60 * 1000

const stats = createRoute({
  tags: ['Executions'],
  security: access.member,
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
    return c.json(await readStats(pool.sql, c.var.organization.id, from, to), 200)
  })
  return routes
}

type CountRow = { status: keyof Stats['counts']; count: number }
type SpanRow = { duration: (number | null)[] | null; lateness: (number | null)[] | null }

/** Two looks along execution_history_organization: how many of each, and how the spans spread. */
async function readStats(sql: Sql, organizationId: string, from: Date, to: Date): Promise<Stats> {
  const within = sql`organization_id = ${organizationId}
    and scheduled_for >= ${from} and scheduled_for < ${to}`
  const rows = await sql<CountRow[]>`
    select status, count(*)::int as count from execution_history where ${within} group by 1
    union all
    select case when worker is null then 'pending' else 'running' end, count(*)::int
    from execution_queue where ${within} group by 1`
  const [spans] = await sql<SpanRow[]>`
    select
      percentile_cont(array[0.5, 0.95, 0.99]) within group
        (order by extract(epoch from finished_at - started_at)::float8 * 1000) as duration,
      percentile_cont(array[0.5, 0.95, 0.99]) within group
        (order by extract(epoch from started_at - scheduled_for)::float8 * 1000) as lateness
    from execution_history
    where ${within} and started_at is not null and status in ('success', 'failed', 'timeout')`
  const counts = countsOf(rows)
  const ranCount = counts.success + counts.failed + counts.timeout
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    counts,
    successRate: ranCount === 0 ? null : counts.success / ranCount,
    durationMs: percentilesOf(spans?.duration),
    latenessMs: percentilesOf(spans?.lateness),
  }
}

function countsOf(rows: readonly CountRow[]): Stats['counts'] {
  const counts = {
    pending: 0,
    running: 0,
    success: 0,
    failed: 0,
    timeout: 0,
    missed: 0,
    skipped: 0,
    cancelled: 0,
  }
  for (const { status, count } of rows) counts[status] = count
  return counts
}

const percentilesOf = (values: (number | null)[] | null | undefined) => ({
  p50: values?.[0] ?? null,
  p95: values?.[1] ?? null,
  p99: values?.[2] ?? null,
})
