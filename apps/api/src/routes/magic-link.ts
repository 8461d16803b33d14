import { createRoute } from '@hono/zod-openapi'
import { addressInput, meSchema, sentResult, verifyInput } from '@prikke/contract'
import { type Database, users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { accountOfProof } from '../auth/account-of-proof.ts'
import { recordAccount } from '../auth/create-account.ts'
import { takeCode, takeToken } from '../auth/login-tokens.ts'
import { mailLink } from '../auth/mail-link.ts'
import { mayBeFirst, whyClosed } from '../auth/registration.ts'
import { signIn } from '../auth/sign-in.ts'
import { callerOf } from '../client-address.ts'
import { invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'], security: access.anyone }

const ask = createRoute({
  ...about,
  operationId: 'requestMagicLink',
  method: 'post',
  path: '/api/auth/magic-link',
  summary: 'Mail a link, and a code for another device, that sign in',
  description:
    'The answer is the same whoever asks: nobody learns whether an address has an account.',
  request: body(addressInput),
  responses: {
    202: json(sentResult, 'On its way, if that address may sign in here'),
    ...problems('rate_limited'),
  },
})
const verify = createRoute({
  ...about,
  operationId: 'verifyMagicLink',
  method: 'post',
  path: '/api/auth/magic-link/verify',
  summary: 'Sign in with what was mailed; it works once',
  request: body(verifyInput),
  responses: {
    200: json(meSchema, 'Signed in'),
    ...problems('registration_closed', 'link_used', 'link_expired', 'code_invalid', 'rate_limited'),
  },
})

export function magicLinkRoutes(services: Services) {
  const { vault, change, limits, settings } = services
  const routes = createRoutes()

  routes.openapi(ask, async c => {
    const { email } = c.req.valid('json')
    await limits.take(['magic_link_at_address', callerOf(c, settings.isTrustedProxy)])
    const mayMail = await limits.allows(['magic_link_mail', email])
    return await change(c, async ({ tx }) => {
      if (mayMail) await mailSignIn(tx, services, email)
      return c.json({ status: 'sent' as const }, 202)
    })
  })

  routes.openapi(verify, async c => {
    const { token, email = '', code = '' } = c.req.valid('json')
    if (token === undefined) {
      const caller = callerOf(c, settings.isTrustedProxy)
      await limits.take(['code_at_address', caller], ['code_to_account', email])
    }
    const me = await change(c, async step => {
      const { tx, record } = step
      const proof =
        token === undefined
          ? await takeCode(tx, vault, { email, code })
          : await takeToken(tx, token, ['sign_in', 'confirm'])
      if (proof === null) return null
      const { user, organization } = await accountOfProof(tx, services, proof)
      if (organization !== undefined) recordAccount(record, { user, organization })
      return await signIn(c, services, step, user.id)
    })
    // Only now, for a wrong code must be counted.
    if (me === null) throw wrongCode
    if (token === undefined) await limits.forget(['code_to_account', email])
    return c.json(me, 200)
  })

  return routes
}

/** A link for an account, or for one that it makes; none leaves where neither may be. */
async function mailSignIn(
  tx: Database,
  { vault, settings }: Pick<Services, 'vault' | 'settings'>,
  email: string,
): Promise<void> {
  const [known] = await tx.db.select({ id: users.id }).from(users).where(eq(users.email, email))
  const registration = { mayBeFirst: mayBeFirst(settings, undefined) }
  const problem = await whyClosed(tx, settings, registration.mayBeFirst)
  if (known === undefined && problem === null) {
    return await mailLink(tx, vault, { kind: 'confirm', email, registration })
  }
  const withheldBecause =
    known === undefined ? 'There is no account, and none may be made.' : undefined
  await mailLink(tx, vault, { kind: 'sign_in', email, withheldBecause })
}

const wrongCode = invalid([
  {
    path: 'code',
    code: 'code_invalid',
    message: 'is wrong or no longer valid; after five wrong ones ask for a new mail',
  },
])
