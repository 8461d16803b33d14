import { createRoute } from '@hono/zod-openapi'
import {
  confirmResult,
  loginInput,
  meSchema,
  registerInput,
  registerResult,
} from '@prikke/contract'
import { type Database, type PendingRegistration, users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { unauthenticated } from '../auth/authenticate.ts'
import { guessesAt } from '../auth/check-password.ts'
import { recordAccount } from '../auth/create-account.ts'
import { mailLink } from '../auth/mail-link.ts'
import { userOf } from '../auth/me.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { passwordRequired, registerByInvite } from '../auth/register-by-invite.ts'
import { mayBeFirst, openAccount, whyClosed } from '../auth/registration.ts'
import { aboutAccount, signIn } from '../auth/sign-in.ts'
import { shownOrganization } from '../auth/tenants.ts'
import { callerOf } from '../client-address.ts'
import { joined } from '../organizations/answer-invite.ts'
import { access, body, createRoutes, json, onlyOnce, problems, type Tenant } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'] }

const register = createRoute({
  ...about,
  security: access.anyone,
  operationId: 'register',
  method: 'post',
  path: '/api/auth/register',
  summary:
    'Make an account and its organization; where mail is set up, once its address is confirmed',
  description:
    'Where no mail is set up the account is there at once, with the password given and signed in. Where it is, a mail goes out, the same answer comes for an address that has an account already, and a password given now is not kept. With `inviteToken` it joins the organization of the invite.',
  request: { ...onlyOnce, ...body(registerInput) },
  responses: {
    201: json(registerResult, 'Signed in'),
    202: json(confirmResult, 'A mail is on its way, to a known address as to an unknown one'),
    ...problems(
      'email_taken',
      'registration_closed',
      'setup_token_invalid',
      'invite_used',
      'invite_expired',
      'invite_for_another',
      'plan_limit',
      'rate_limited',
    ),
  },
})
const login = createRoute({
  ...about,
  security: access.anyone,
  operationId: 'login',
  method: 'post',
  path: '/api/auth/login',
  summary: 'Sign in with a password',
  request: body(loginInput),
  responses: { 200: json(meSchema, 'Signed in'), ...problems('unauthenticated', 'rate_limited') },
})
const logout = createRoute({
  ...about,
  security: access.user,
  operationId: 'logout',
  method: 'post',
  path: '/api/auth/logout',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' } },
})

export function authRoutes(services: Services) {
  const { pool, change, sessions, limits, vault, settings } = services
  const routes = createRoutes()

  routes.openapi(register, async c => {
    const { password, setupToken, inviteToken, ...wanted } = c.req.valid('json')
    await limits.take(['registration', callerOf(c, settings.isTrustedProxy)])
    // Before the transaction, which must wait neither for a core nor for another connection.
    const isByMail = settings.mail && inviteToken === undefined
    const mayMail = isByMail && (await limits.allows(['registration_mail', wanted.email]))
    const passwordHash = isByMail || password === undefined ? null : await hashPassword(password)
    return await change(c, async step => {
      const { tx, record } = step
      if (inviteToken !== undefined) {
        const invited = { ...wanted, passwordHash, inviteToken }
        const { user, tenant } = await registerByInvite(tx, settings, invited)
        recordAccount(record, { user })
        record(joined(tenant, user))
        await signIn(c, services, step, user.id)
        return c.json(registered(user, tenant), 201)
      }
      const pending = { ...wanted, mayBeFirst: mayBeFirst(settings, setupToken) }
      const problem = await whyClosed(tx, settings, pending.mayBeFirst)
      if (problem !== null) throw problem
      if (settings.mail) {
        if (mayMail) await mailRegistration(tx, vault, pending)
        return c.json({ status: 'confirm' as const }, 202)
      }
      if (passwordHash === null) throw passwordRequired()
      const account = { ...pending, passwordHash, isConfirmed: false }
      const made = await openAccount(tx, services, account)
      recordAccount(record, made)
      await signIn(c, services, step, made.user.id)
      return c.json(registered(made.user, { ...made.organization, role: 'owner' }), 201)
    })
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
    return await change(c, async step => c.json(await signIn(c, services, step, found.id), 200))
  })

  routes.openapi(logout, c =>
    change(c, async ({ tx, record }) => {
      record({ action: 'account.signed_out', ...aboutAccount(c.var.signedIn.user) })
      c.header('set-cookie', await sessions.end(c.req.header('cookie'), tx))
      return c.body(null, 204)
    }),
  )

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
  tx: Database,
  vault: Services['vault'],
  { email, ...registration }: PendingRegistration & { email: string },
): Promise<void> {
  const [known] = await tx.db.select({ id: users.id }).from(users).where(eq(users.email, email))
  await mailLink(
    tx,
    vault,
    known === undefined
      ? { kind: 'confirm', email, registration }
      : { kind: 'already_registered', email },
  )
}
