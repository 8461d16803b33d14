import { createRoute } from '@hono/zod-openapi'
import { instanceSchema } from '@prikke/contract'
import { hasAccounts } from '../auth/registration.ts'
import { access, createRoutes, json } from '../route.ts'
import type { Services } from '../services.ts'

const instance = createRoute({
  tags: ['Instance'],
  security: access.anyone,
  operationId: 'getInstance',
  method: 'get',
  path: '/api/instance',
  summary: 'What anyone may know before signing in',
  responses: { 200: json(instanceSchema, 'This instance') },
})

export function instanceRoutes({ pool, settings }: Services) {
  const routes = createRoutes()
  routes.openapi(instance, async c => {
    const firstAccount = !(await hasAccounts(pool))
    return c.json(
      {
        registration: settings.registration,
        firstAccount,
        setupTokenRequired: firstAccount && settings.setupToken !== null,
        mail: settings.mail,
        planLimits: pool.planLimits,
      },
      200,
    )
  })
  return routes
}
