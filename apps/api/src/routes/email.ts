import { createRoute } from '@hono/zod-openapi'
import { changedEmail, changeEmailInput, sentResult, tokenInput } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq, sql } from 'drizzle-orm'
import { checkPassword } from '../auth/check-password.ts'
import { linkExpired, takeToken, voidTokens } from '../auth/login-tokens.ts'
import { mailLink, mailOfChange } from '../auth/mail-link.ts'
import { aboutAccount } from '../auth/sign-in.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'] }

const change = createRoute({
  ...about,
  security: access.user,
  operationId: 'requestEmailChange',
  method: 'post',
  path: '/api/me/email',
  summary: 'Change your e-mail address: a link goes to the new one',
  request: body(changeEmailInput),
  responses: {
    202: json(sentResult, 'On its way, if that address has no account'),
    ...problems('password_wrong', 'rate_limited'),
  },
})
const confirm = createRoute({
  ...about,
  security: access.anyone,
  operationId: 'confirmEmailChange',
  method: 'post',
  path: '/api/auth/email/confirm',
  summary: 'Make the new address that of the account; the old one is told',
  request: body(tokenInput),
  responses: {
    200: json(changedEmail, 'Changed'),
    ...problems('email_taken', 'link_used', 'link_expired'),
  },
})

export function emailRoutes(services: Services) {
  const { vault, change: changeBy, limits, settings } = services
  const routes = createRoutes()

  routes.openapi(change, async c => {
    const { email, password } = c.req.valid('json')
    const { user } = c.var.signedIn
    await limits.take(['email_change_by_user', user.id])
    await checkPassword(c, services, { given: password, path: 'password' })
    const mayMail = await limits.allows(['email_change_mail', email])
    return await changeBy(c, async ({ tx, record }) => {
      if (mayMail) {
        const [taken] = await tx.db
          .select({ id: users.id })
          .from(users)
          .where(eq(users.email, email))
        const withheldBecause = taken === undefined ? undefined : 'The address has an account.'
        const account = { id: user.id, email: user.email }
        await mailLink(tx, vault, { kind: 'change_email', email, account, withheldBecause })
      }
      record({
        action: 'account.email_change_asked',
        ...aboutAccount(user),
        before: { email: user.email },
        after: { email },
      })
      return c.json({ status: 'sent' as const }, 202)
    })
  })

  routes.openapi(confirm, async c => {
    const { token } = c.req.valid('json')
    return await changeBy(c, async ({ tx, record }) => {
      const { email, userId } = await takeToken(tx, token, ['change_email'])
      const [user] = await tx.db
        .select()
        .from(users)
        .where(eq(users.id, userId ?? ''))
        .for('update')
      if (user === undefined) throw linkExpired
      const emailConfirmedAt = settings.mail ? sql`now()` : user.emailConfirmedAt
      await tx.db.update(users).set({ email, emailConfirmedAt }).where(eq(users.id, user.id))
      await voidTokens(tx, user)
      await mailOfChange(tx, vault, { from: user.email, to: email })
      record({
        action: 'account.email_changed',
        ...aboutAccount({ id: user.id, email }),
        before: { email: user.email },
        after: { email },
      })
      return c.json({ email }, 200)
    })
  })

  return routes
}
