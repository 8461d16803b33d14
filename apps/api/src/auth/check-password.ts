import { users } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { callerOf } from '../client-address.ts'
import type { Asked } from '../limits.ts'
import { invalid } from '../problem.ts'
import type { AppEnv } from '../route.ts'
import type { Services } from '../services.ts'
import { verifyPassword } from './passwords.ts'

/** Guesses at the password of one account, wherever it is asked for. */
export const guessesAt = (email: string, caller: string): Asked[] => [
  ['login_to_account_at_address', `${caller} ${email}`],
  ['login_to_account', email],
]

/**
 * Asks who is signed in for their password once more, where they have one: a browser left open is
 * not enough. @throws Problem 422 at `path` when it is missing or wrong, 429 after too many guesses.
 */
export async function checkPassword(
  c: Context<AppEnv>,
  { pool, limits, settings }: Services,
  { given, path }: { given: string | undefined; path: string },
): Promise<void> {
  const { id, email, hasPassword } = c.var.signedIn.user
  if (!hasPassword) return
  if (given === undefined) throw invalid([{ path, code: 'required', message: 'is required' }])
  const guesses = guessesAt(email, callerOf(c, settings.isTrustedProxy))
  await limits.take(...guesses)
  const [row] = await pool.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, id))
  if (!(await verifyPassword(row?.passwordHash ?? null, given))) {
    throw invalid([{ path, code: 'password_wrong', message: 'is not your password' }])
  }
  await limits.forget(...guesses)
}
