import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, pageQuery, type Session, sessionPage } from '@prikke/contract'
import { aboutAccount } from '../auth/sign-in.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import { access, createRoutes, json } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'], security: access.user }

const list = createRoute({
  ...about,
  operationId: 'listSessions',
  method: 'get',
  path: '/api/sessions',
  summary: 'List the devices on which you are signed in, newest first',
  request: { query: pageQuery },
  responses: { 200: json(sessionPage, 'A page of sessions') },
})
const revoke = createRoute({
  ...about,
  operationId: 'revokeSession',
  method: 'delete',
  path: '/api/sessions/{id}',
  summary: 'Sign one device out',
  request: { params: z.object({ id: idSchema }) },
  responses: { 204: { description: 'Signed out' } },
})
const revokeOthers = createRoute({
  ...about,
  operationId: 'revokeOtherSessions',
  method: 'delete',
  path: '/api/sessions',
  summary: 'Sign every other device out',
  responses: { 204: { description: 'Signed out' } },
})

export function sessionRoutes({ sessions, change }: Services) {
  const routes = createRoutes()

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const { user, sessionId } = c.var.signedIn
    const rows = await sessions.list(user.id, limit + 1, readIdCursor(cursor))
    const sessionOf = (row: (typeof rows)[number]): Session => ({
      id: row.publicId,
      userAgent: row.userAgent,
      address: row.address,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      current: row.publicId === sessionId,
    })
    return c.json(
      pageFrom(rows, limit, row => row.publicId, sessionOf),
      200,
    )
  })

  routes.openapi(revoke, c =>
    change(c, async ({ tx, record }) => {
      const { user } = c.var.signedIn
      const found = await sessions.revoke(tx, user.id, c.req.valid('param').id)
      if (!found) throw notFound('There is no such session.')
      record({ action: 'account.session_ended', ...aboutAccount(user) })
      return c.body(null, 204)
    }),
  )

  routes.openapi(revokeOthers, c =>
    change(c, async ({ tx, record }) => {
      const { user, sessionId } = c.var.signedIn
      const count = await sessions.revokeAll(tx, user.id, sessionId)
      record({ action: 'account.sessions_ended', ...aboutAccount(user), after: { count } })
      return c.body(null, 204)
    }),
  )

  return routes
}
