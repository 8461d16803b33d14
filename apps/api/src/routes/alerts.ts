import { createRoute } from '@hono/zod-openapi'
import { alertListQuery, alertPage } from '@prikke/contract'
import { listAlerts } from '../alerts/list.ts'
import { access, createRoutes, json } from '../route.ts'
import type { Services } from '../services.ts'

const list = createRoute({
  tags: ['Channels'],
  security: access.read,
  operationId: 'listAlerts',
  method: 'get',
  path: '/api/alerts',
  summary: 'List what was sent, to whom, with the answer; newest first',
  request: { query: alertListQuery },
  responses: { 200: json(alertPage, 'A page of alerts') },
})

export function alertRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(list, async c =>
    c.json(await listAlerts(pool, c.var.organization.id, c.req.valid('query')), 200),
  )
  return routes
}
