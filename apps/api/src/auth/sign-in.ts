import type { Me } from '@prikke/contract'
import type { Context } from 'hono'
import { deviceOf } from '../client-address.ts'
import type { AppEnv } from '../route.ts'
import type { Services } from '../services.ts'
import { meOf } from './me.ts'

/**
 * Signs a user in on the device that asks, with a new session. One that its browser had before is
 * over, so that one planted there gains nothing. Says who they are.
 */
export async function signIn(
  c: Context<AppEnv>,
  { pool, sessions, settings }: Pick<Services, 'pool' | 'sessions' | 'settings'>,
  userId: string,
): Promise<Me> {
  await sessions.end(c.req.header('cookie'))
  c.header('set-cookie', await sessions.create(userId, deviceOf(c, settings.isTrustedProxy)))
  return await meOf(pool, userId)
}
