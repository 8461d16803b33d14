import { createRoute } from '@hono/zod-openapi'
import { addressInput, meSchema, resetPasswordInput, sentResult } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq, sql } from 'drizzle-orm'
import { linkExpired, takeToken, voidTokens } from '../auth/login-tokens.ts'
import { mailLink } from '../auth/mail-link.ts'
import { hashPassword } from '../auth/passwords.ts'
import { aboutAccount, signIn } from '../auth/sign-in.ts'
import { callerOf } from '../client-address.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'], security: access.anyone }

const ask = createRoute({
  ...about,
  operationId: 'requestPasswordReset',
  method: 'post',
  path: '/api/auth/password-reset',
  summary: 'Mail a link with which to choose a new password',
  description:
    'The answer is the same whoever asks: nobody learns whether an address has an account.',
  request: body(addressInput),
  responses: {
    202: json(sentResult, 'On its way, if there is such an account'),
    ...problems('rate_limited'),
  },
})
const confirm = createRoute({
  ...about,
  operationId: 'resetPassword',
  method: 'post',
  path: '/api/auth/password-reset/confirm',
  summary: 'Choose a new password by the link; every session ends, and a new one begins here',
  request: body(resetPasswordInput),
  responses: {
    200: json(meSchema, 'Signed in'),
    ...problems('link_used', 'link_expired', 'rate_limited'),
  },
})

export function passwordResetRoutes(services: Services) {
  const { vault, change, sessions, limits, settings } = services
  const routes = createRoutes()

  routes.openapi(ask, async c => {
    const { email } = c.req.valid('json')
    await limits.take(['password_reset_at_address', callerOf(c, settings.isTrustedProxy)])
    const mayMail = await limits.allows(['password_reset_mail', email])
    return await change(c, async ({ tx }) => {
      if (mayMail) {
        const [known] = await tx.db
          .select({ id: users.id })
          .from(users)
          .where(eq(users.email, email))
        const withheldBecause = known === undefined ? 'There is no such account.' : undefined
        await mailLink(tx, vault, { kind: 'reset_password', email, withheldBecause })
      }
      return c.json({ status: 'sent' as const }, 202)
    })
  })

  routes.openapi(confirm, async c => {
    const { token, password } = c.req.valid('json')
    // Whatever the token: a hash is dear, so the same limit holds who asks for many.
    await limits.take(['password_reset_at_address', callerOf(c, settings.isTrustedProxy)])
    const passwordHash = await hashPassword(password)
    return await change(c, async step => {
      const { tx, record } = step
      const { email } = await takeToken(tx, token, ['reset_password'])
      const confirmedNow = settings.mail
        ? sql`coalesce(${users.emailConfirmedAt}, now())`
        : undefined
      const [user] = await tx.db
        .update(users)
        .set({ passwordHash, ...(confirmedNow && { emailConfirmedAt: confirmedNow }) })
        .where(eq(users.email, email))
        .returning({ id: users.id })
      if (user === undefined) throw linkExpired
      await sessions.revokeAll(tx, user.id)
      await voidTokens(tx, { id: user.id, email })
      record({ action: 'account.password_reset', ...aboutAccount({ id: user.id, email }) })
      return c.json(await signIn(c, services, step, user.id), 200)
    })
  })

  return routes
}
