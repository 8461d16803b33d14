import type { Me } from '@prikke/contract'
import { users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import type { Step } from '../change/change.ts'
import { deviceOf } from '../client-address.ts'
import type { AppEnv } from '../route.ts'
import type { Services } from '../services.ts'
import { unauthenticated } from './authenticate.ts'
import { meOf } from './me.ts'

/**
 * Signs a user in on the device that asks, with a new session. One that its browser had before is
 * over, so that one planted there gains nothing. Says who they are.
 * @throws Problem 401 when the account was erased meanwhile.
 */
export async function signIn(
  c: Context<AppEnv>,
  { sessions, settings }: Pick<Services, 'sessions' | 'settings'>,
  { tx, record }: Pick<Step, 'tx' | 'record'>,
  userId: string,
): Promise<Me> {
  const [found] = await tx.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.id, userId))
    .for('key share')
  if (found === undefined) throw unauthenticated()
  await sessions.end(c.req.header('cookie'), tx)
  const device = deviceOf(c, settings.isTrustedProxy)
  const cookie = await sessions.create(userId, device, tx)
  c.header('set-cookie', cookie)
  const me = await meOf(tx, userId)
  record({ action: 'account.signed_in', ...aboutAccount(me.user) })
  return me
}

/** Of an act of somebody on their own account, also where nobody was signed in before. */
export const aboutAccount = (user: { id: string; email: string }) => ({
  subject: { type: 'account' as const, id: user.id, name: user.email },
  by: user,
  organizationId: null,
})
