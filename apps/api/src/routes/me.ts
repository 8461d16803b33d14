import { createRoute } from '@hono/zod-openapi'
import { changePasswordInput, mePatch, meSchema } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { checkPassword } from '../auth/check-password.ts'
import { voidTokens } from '../auth/login-tokens.ts'
import { meOf } from '../auth/me.ts'
import { hashPassword } from '../auth/passwords.ts'
import { signIn } from '../auth/sign-in.ts'
import { shownOrganization, tenantsOf } from '../auth/tenants.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'], security: access.user }

const me = createRoute({
  ...about,
  operationId: 'getMe',
  method: 'get',
  path: '/api/me',
  summary: 'Who is signed in, and their organizations',
  responses: { 200: json(meSchema, 'Who is signed in') },
})
const patch = createRoute({
  ...about,
  operationId: 'updateMe',
  method: 'patch',
  path: '/api/me',
  summary: 'Change your name, by JSON merge patch',
  request: body(mePatch),
  responses: { 200: json(meSchema, 'Who you are now') },
})
const password = createRoute({
  ...about,
  operationId: 'changePassword',
  method: 'put',
  path: '/api/me/password',
  summary: 'Choose a new password; every other session ends, and this one gets a new cookie',
  request: body(changePasswordInput),
  responses: { 200: json(meSchema, 'Changed'), ...problems('password_wrong', 'rate_limited') },
})

export function meRoutes(services: Services) {
  const { pool, sessions, log } = services
  const routes = createRoutes()

  routes.openapi(me, async c => {
    const { user } = c.var.signedIn
    const own = await tenantsOf(pool, user.id)
    return c.json({ user, organizations: own.map(shownOrganization) }, 200)
  })

  routes.openapi(patch, async c => {
    const { name } = c.req.valid('json')
    const { id } = c.var.signedIn.user
    if (name !== undefined) await pool.db.update(users).set({ name }).where(eq(users.id, id))
    return c.json(await meOf(pool, id), 200)
  })

  routes.openapi(password, async c => {
    const { currentPassword, password: chosen } = c.req.valid('json')
    const { id } = c.var.signedIn.user
    await checkPassword(c, services, { given: currentPassword, path: 'currentPassword' })
    const passwordHash = await hashPassword(chosen)
    await pool.transaction(async tx => {
      const [changed] = await tx.db
        .update(users)
        .set({ passwordHash })
        .where(eq(users.id, id))
        .returning({ id: users.id, email: users.email })
      await sessions.revokeAll(tx, id)
      if (changed !== undefined) await voidTokens(tx, changed)
    })
    log.info({ userId: id }, 'password changed')
    return c.json(await signIn(c, services, id), 200)
  })

  return routes
}
