import { type Database, sessions, users } from '@prikke/schema'
import { eq, sql } from 'drizzle-orm'
import type { Services } from '../services.ts'
import type { Account } from './create-account.ts'
import { linkExpired, type Proof, voidTokens } from './login-tokens.ts'
import { lockRegistration, openAccount } from './registration.ts'

/**
 * The account of an address that somebody proved to read the mail of, in the transaction of the
 * proof: the one that there is, or the one that was waiting for it, which is made with an organization.
 * @throws Problem 403 when registration was closed meanwhile, 410 when the account is gone.
 */
export async function accountOfProof(
  tx: Database,
  { settings, vault }: Pick<Services, 'settings' | 'vault'>,
  { email, registration }: Proof,
): Promise<Pick<Account, 'user'> & Partial<Account>> {
  // Two links for one new address: the second waits, and then finds the account.
  if (registration !== null) await lockRegistration(tx)
  const [user] = await tx.db.select().from(users).where(eq(users.email, email)).for('update')
  if (user !== undefined) {
    await noteProof(tx, settings, user)
    return { user }
  }
  if (registration === null) throw linkExpired
  const account = { email, ...registration, passwordHash: null, isConfirmed: settings.mail }
  return await openAccount(tx, { settings, vault }, account)
}

/**
 * The first proof of an address drops what was set before it: whoever made the account may be
 * somebody else, waiting with a password, a session or a link to another address. A link from the
 * log proves no address.
 */
async function noteProof(
  tx: Database,
  settings: Services['settings'],
  { id, email, emailConfirmedAt }: typeof users.$inferSelect,
): Promise<void> {
  if (!settings.mail || emailConfirmedAt !== null) return
  const proved = { emailConfirmedAt: sql`now()`, passwordHash: null }
  await tx.db.update(users).set(proved).where(eq(users.id, id))
  await tx.db.delete(sessions).where(eq(sessions.userId, id))
  await voidTokens(tx, { id, email })
}
