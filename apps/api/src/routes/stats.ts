import { createRoute } from '@hono/zod-openapi'
import { statsQuery, statsSchema } from '@prikke/contract'
import { readSpan } from '../executions/span.ts'
import { readStats } from '../executions/stats.ts'
import { spanWithinHistory } from '../plans/within-history.ts'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { boundedly } from '../too-wide.ts'

const stats = createRoute({
  tags: ['Executions'],
  security: access.read,
  operationId: 'getStats',
  method: 'get',
  path: '/api/stats',
  summary: 'Count executions by status, with how long they took and how late they were',
  request: { query: statsQuery },
  responses: {
    200: json(statsSchema, 'Of the executions due in from ≤ scheduledFor < to'),
    ...problems('search_too_wide'),
  },
})

export function statsRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(stats, async c => {
    const { from, to, ...filter } = c.req.valid('query')
    const { organization } = c.var
    const span = spanWithinHistory(pool, organization, readSpan(from, to))
    const read = boundedly(pool, tx => readStats(tx.sql, organization.id, span, filter))
    return c.json(await read, 200)
  })
  return routes
}
