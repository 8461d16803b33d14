import { createRoute } from '@hono/zod-openapi'
import { auditListQuery, auditPage } from '@prikke/contract'
import { listAudit } from '../audit/read.ts'
import { createRoutes, json, personWho } from '../route.ts'
import type { Services } from '../services.ts'

const list = createRoute({
  tags: ['Organizations'],
  security: personWho('read_audit'),
  operationId: 'listAuditEvents',
  method: 'get',
  path: '/api/audit',
  summary: 'List who did what, from where, newest first; kept for 13 months',
  description:
    'Written in the transaction of what was done, and never changed but when a person is erased. Keys cannot read it: it holds addresses and devices of people.',
  request: { query: auditListQuery },
  responses: { 200: json(auditPage, 'A page of the audit log') },
})

export function auditRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(list, async c =>
    c.json(await listAudit(pool, c.var.organization.id, c.req.valid('query')), 200),
  )
  return routes
}
