import { createRoute } from '@hono/zod-openapi'
import { meSchema } from '@prikke/contract'
import { organizationsOf } from '../auth/authenticate.ts'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const me = createRoute({
  tags: ['Accounts'],
  security: access.user,
  method: 'get',
  path: '/api/me',
  summary: 'Who is signed in, and their organizations',
  responses: { 200: json(meSchema, 'Who is signed in'), ...problems(401, 403) },
})

export function meRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(me, async c => {
    const { user } = c.var.signedIn
    return c.json({ user, organizations: await organizationsOf(pool, user.id) }, 200)
  })
  return routes
}
