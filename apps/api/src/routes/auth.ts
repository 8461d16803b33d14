import { createRoute } from '@hono/zod-openapi'
import { loginInput, meSchema, registerInput, registerResult } from '@prikke/contract'
import { advisoryLocks, type Database, type Pool, users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { organizationsOf, unauthenticated } from '../auth/authenticate.ts'
import { createAccount } from '../auth/create-account.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { isSameSecret } from '../auth/setup-token.ts'
import { deviceOf } from '../client-address.ts'
import { forbidden, invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const refusals = problems(400, 403, 413, 415, 422, 429)
const about = { tags: ['Accounts'] }

const register = createRoute({
  ...about,
  security: access.anyone,
  method: 'post',
  path: '/api/auth/register',
  summary: 'Make an account and its organization, and sign in',
  request: body(registerInput),
  responses: { 201: json(registerResult, 'Signed in'), ...refusals, ...problems(409) },
})
const login = createRoute({
  ...about,
  security: access.anyone,
  method: 'post',
  path: '/api/auth/login',
  summary: 'Sign in with a password',
  request: body(loginInput),
  responses: { 200: json(meSchema, 'Signed in'), ...refusals, ...problems(401) },
})
const logout = createRoute({
  ...about,
  security: access.user,
  method: 'post',
  path: '/api/auth/logout',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' }, ...problems(401, 403) },
})

export function authRoutes({ pool, sessions, settings, log }: Services) {
  const routes = createRoutes()

  routes.openapi(register, async c => {
    const input = c.req.valid('json')
    await refuseUnlessOpen(pool, input.setupToken, settings)
    if (input.password === undefined) {
      throw invalid([{ path: 'password', code: 'required', message: 'is required' }])
    }
    const passwordHash = await hashPassword(input.password)
    const { user, organization } = await pool.transaction(async tx => {
      // Two that would both be first: the second waits here, and then is not.
      await tx.sql`select pg_advisory_xact_lock(${advisoryLocks.firstAccount})`
      await refuseUnlessOpen(tx, input.setupToken, settings)
      return await createAccount(tx, input, passwordHash)
    })
    await sessions.end(c.req.header('cookie'))
    c.header('set-cookie', await sessions.create(user.id, deviceOf(c, settings.isTrustedProxy)))
    log.info({ userId: user.id, organization: organization.slug }, 'account made')
    const { id, slug, name, tier } = organization
    return c.json({ user, organization: { id, slug, name, tier, role: 'owner' as const } }, 201)
  })

  routes.openapi(login, async c => {
    const { email, password } = c.req.valid('json')
    const [found] = await pool.db.select().from(users).where(eq(users.email, email))
    if (!(await verifyPassword(found?.passwordHash ?? null, password)) || found === undefined) {
      throw unauthenticated('The e-mail or the password is wrong.')
    }
    // A session from before is ended, so that one planted in this browser gains nothing.
    await sessions.end(c.req.header('cookie'))
    c.header('set-cookie', await sessions.create(found.id, deviceOf(c, settings.isTrustedProxy)))
    const user = { id: found.id, email: found.email, name: found.name }
    return c.json({ user, organizations: await organizationsOf(pool, found.id) }, 200)
  })

  routes.openapi(logout, async c => {
    c.header('set-cookie', await sessions.end(c.req.header('cookie')))
    return c.body(null, 204)
  })

  return routes
}

/** The first account is always possible, to who has the setup token; later ones as configured. */
async function refuseUnlessOpen(
  at: Pool | Database,
  given: string | undefined,
  { registration, setupToken }: Services['settings'],
): Promise<void> {
  if (await hasAccounts(at)) {
    if (registration !== 'open') {
      throw forbidden('This instance takes no new accounts by itself.', 'registration_closed')
    }
  } else if (setupToken !== null && !isSameSecret(given ?? '', setupToken)) {
    throw forbidden(
      'The first account needs the setup token of this instance.',
      'setup_token_invalid',
    )
  }
}

/** Whether anybody has an account yet. */
export async function hasAccounts(at: Pick<Database, 'db'>): Promise<boolean> {
  return (await at.db.select({ id: users.id }).from(users).limit(1)).length > 0
}
