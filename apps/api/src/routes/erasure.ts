import { createRoute } from '@hono/zod-openapi'
import { eraseInput, erasureReceipt } from '@prikke/contract'
import { checkPassword } from '../auth/check-password.ts'
import { eraseAccount } from '../auth/erase-account.ts'
import { stopTheRest } from '../organizations/deletion.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const erase = createRoute({
  tags: ['Accounts'],
  security: access.user,
  operationId: 'eraseMe',
  method: 'delete',
  path: '/api/me',
  summary: 'Erase your account, at once and for good; what you alone own goes with it',
  description:
    'Takes the password; without one, a sign-in within the last 15 minutes. Organizations in which there is nobody else are deleted without grace. The answer is the receipt.',
  request: body(eraseInput),
  responses: {
    200: json(erasureReceipt, 'What went, and what stays for how long'),
    ...problems('password_wrong', 'sign_in_again', 'last_owner', 'rate_limited'),
  },
})

export function erasureRoutes(services: Services) {
  const { change, sessions } = services
  const routes = createRoutes()
  routes.openapi(erase, async c => {
    const given = c.req.valid('json').password
    await checkPassword(c, services, { given, path: 'password' })
    const { receipt, stopped } = await change(c, step => eraseAccount(step, c.var.signedIn))
    for (const { organization, after } of stopped) await stopTheRest(services, organization, after)
    c.header('set-cookie', sessions.forget())
    return c.json(receipt, 200)
  })
  return routes
}
