import { createRoute } from '@hono/zod-openapi'
import { type Alert, alertPage, pageQuery } from '@prikke/contract'
import { alerts } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { maskUrl } from '../channels/mask-url.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { access, createRoutes, json, whenReading } from '../route.ts'
import type { Services } from '../services.ts'

const list = createRoute({
  tags: ['Channels'],
  security: access.read,
  method: 'get',
  path: '/api/alerts',
  summary: 'List what was sent, to whom, with the answer; newest first',
  request: { query: pageQuery },
  responses: { 200: json(alertPage, 'A page of alerts'), ...whenReading },
})

export function alertRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const rows = await pool.db
      .select()
      .from(alerts)
      .where(
        and(
          eq(alerts.organizationId, c.var.organization.id),
          after === undefined ? undefined : lt(alerts.id, after),
        ),
      )
      .orderBy(desc(alerts.id))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.id, alertOf),
      200,
    )
  })
  return routes
}

const alertOf = (row: typeof alerts.$inferSelect): Alert => ({
  id: row.id,
  type: row.type,
  status: row.status,
  channelId: row.channelId,
  kind: row.kind,
  target: row.kind === 'email' ? row.target : maskUrl(row.target),
  jobId: row.jobId,
  executionId: row.executionId,
  attempt: row.attempt,
  statusCode: row.statusCode,
  answer: row.answer,
  createdAt: row.createdAt.toISOString(),
  settledAt: row.settledAt?.toISOString() ?? null,
})
