import { createRoute } from '@hono/zod-openapi'
import {
  confirmResult,
  loginInput,
  meSchema,
  registerInput,
  registerResult,
} from '@prikke/contract'
import { type PendingRegistration, users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { unauthenticated } from '../auth/authenticate.ts'
import { guessesAt } from '../auth/check-password.ts'
import { mailLink } from '../auth/mail-link.ts'
import { userOf } from '../auth/me.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { registerByInvite } from '../auth/register-by-invite.ts'
import { mayBeFirst, openAccount, whyClosed } from '../auth/registration.ts'
import { signIn } from '../auth/sign-in.ts'
import { shownOrganization } from '../auth/tenants.ts'
import { callerOf } from '../client-address.ts'
import { invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems, type Tenant, whenSigningIn } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'] }

const register = createRoute({
  ...about,
  security: access.anyone,
  method: 'post',
  path: '/api/auth/register',
  summary:
    'Make an account and its organization; where mail is set up, once its address is confirmed',
  request: body(registerInput),
  responses: {
    201: json(registerResult, 'Signed in'),
    202: json(confirmResult, 'A mail is on its way, to a known address as to an unknown one'),
    ...whenSigningIn,
    ...problems(402, 409, 410),
  },
})
const login = createRoute({
  ...about,
  security: access.anyone,
  method: 'post',
  path: '/api/auth/login',
  summary: 'Sign in with a password',
  request: body(loginInput),
  responses: { 200: json(meSchema, 'Signed in'), ...whenSigningIn, ...problems(401) },
})
const logout = createRoute({
  ...about,
  security: access.user,
  method: 'post',
  path: '/api/auth/logout',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' }, ...problems(401, 403) },
})

export function authRoutes(services: Services) {
  const { pool, sessions, limits, settings, log } = services
  const routes = createRoutes()

  routes.openapi(register, async c => {
    const { password, setupToken, inviteToken, ...wanted } = c.req.valid('json')
    await limits.take(['registration', callerOf(c, settings.isTrustedProxy)])
    if (inviteToken !== undefined) {
      const joined = await registerByInvite(services, { ...wanted, password, inviteToken })
      await signIn(c, services, joined.user.id)
      log.info(
        { userId: joined.user.id, organization: joined.tenant.slug },
        'account made by invite',
      )
      return c.json(registered(joined.user, joined.tenant), 201)
    }
    const pending = { ...wanted, mayBeFirst: mayBeFirst(settings, setupToken) }
    const problem = await whyClosed(pool, settings, pending.mayBeFirst)
    if (problem !== null) throw problem

    if (settings.mail) {
      await mailRegistration(services, pending)
      return c.json({ status: 'confirm' as const }, 202)
    }
    if (password === undefined) {
      throw invalid([{ path: 'password', code: 'required', message: 'is required' }])
    }
    const passwordHash = await hashPassword(password)
    const { user, organization } = await pool.transaction(tx =>
      openAccount(tx, settings, { ...pending, passwordHash, isConfirmed: false }),
    )
    await signIn(c, services, user.id)
    log.info({ userId: user.id, organization: organization.slug }, 'account made')
    return c.json(registered(user, { ...organization, role: 'owner' }), 201)
  })

  routes.openapi(login, async c => {
    const { email, password } = c.req.valid('json')
    const caller = callerOf(c, settings.isTrustedProxy)
    const guesses = guessesAt(email, caller)
    await limits.take(...guesses, ['login_at_address', caller])
    const [found] = await pool.db.select().from(users).where(eq(users.email, email))
    if (!(await verifyPassword(found?.passwordHash ?? null, password)) || found === undefined) {
      throw unauthenticated('The e-mail or the password is wrong.')
    }
    await limits.forget(...guesses)
    return c.json(await signIn(c, services, found.id), 200)
  })

  routes.openapi(logout, async c => {
    c.header('set-cookie', await sessions.end(c.req.header('cookie')))
    return c.body(null, 204)
  })

  return routes
}

const registered = (user: typeof users.$inferSelect, tenant: Omit<Tenant, 'historySince'>) => ({
  user: userOf(user),
  organization: shownOrganization(tenant),
})

/**
 * The account is made when its address is confirmed. A password given now is not kept: it would be
 * dropped then, for who confirms need not be who chose it. An address that has an account gets a
 * link to that, and who asks cannot tell.
 */
async function mailRegistration(
  services: Services,
  { email, ...registration }: PendingRegistration & { email: string },
): Promise<void> {
  if (!(await services.limits.allows(['registration_mail', email]))) return
  const [known] = await services.pool.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, email))
  await mailLink(
    services,
    known === undefined
      ? { kind: 'confirm', email, registration }
      : { kind: 'already_registered', email },
  )
}
