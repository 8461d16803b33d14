import { createRoute } from '@hono/zod-openapi'
import { changePasswordInput, mePatch, meSchema } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { checkPassword } from '../auth/check-password.ts'
import { voidTokens } from '../auth/login-tokens.ts'
import { meOf } from '../auth/me.ts'
import { hashPassword } from '../auth/passwords.ts'
import { aboutAccount, signIn } from '../auth/sign-in.ts'
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
  const { pool, change, sessions } = services
  const routes = createRoutes()

  routes.openapi(me, async c => {
    const { user } = c.var.signedIn
    const own = await tenantsOf(pool, user.id)
    return c.json({ user, organizations: own.map(shownOrganization) }, 200)
  })

  routes.openapi(patch, c =>
    change(c, async ({ tx, record }) => {
      const { name } = c.req.valid('json')
      const { user } = c.var.signedIn
      if (name !== undefined) {
        await tx.db.update(users).set({ name }).where(eq(users.id, user.id))
        const names = { before: { name: user.name }, after: { name } }
        record({ action: 'account.updated', ...aboutAccount(user), ...names })
      }
      return c.json(await meOf(tx, user.id), 200)
    }),
  )

  routes.openapi(password, async c => {
    const { currentPassword, password: chosen } = c.req.valid('json')
    const { user } = c.var.signedIn
    await checkPassword(c, services, { given: currentPassword, path: 'currentPassword' })
    const passwordHash = await hashPassword(chosen)
    return await change(c, async step => {
      const { tx, record } = step
      const [changed] = await tx.db
        .update(users)
        .set({ passwordHash })
        .where(eq(users.id, user.id))
        .returning({ id: users.id, email: users.email })
      await sessions.revokeAll(tx, user.id)
      if (changed !== undefined) await voidTokens(tx, changed)
      record({ action: 'account.password_changed', ...aboutAccount(user) })
      return c.json(await signIn(c, services, step, user.id), 200)
    })
  })

  return routes
}
