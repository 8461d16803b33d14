import { createRoute } from '@hono/zod-openapi'
import { recentQuery, recentSchema } from '@prikke/contract'
import { readRecent } from '../executions/recent.ts'
import { shownSince } from '../plans/within-history.ts'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { boundedly } from '../too-wide.ts'

const recent = createRoute({
  tags: ['Jobs'],
  security: access.read,
  operationId: 'listRecentExecutions',
  method: 'get',
  path: '/api/jobs/recent',
  summary: 'List the newest executions of several jobs, with how many of a week succeeded',
  request: { query: recentQuery },
  responses: {
    200: json(recentSchema, 'Each job that is here, in the order asked for'),
    ...problems('search_too_wide'),
  },
})

export function recentRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(recent, async c => {
    const { organization } = c.var
    const asked = { ids: c.req.valid('query').id, since: shownSince(pool, organization) }
    const read = boundedly(pool, tx => readRecent(tx.sql, organization.id, asked))
    return c.json(await read, 200)
  })
  return routes
}
