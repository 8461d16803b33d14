import { advisoryLocks, type Database, type Pool, users } from '@prikke/schema'
import { forbidden, type Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { type Account, createAccount, type NewAccount } from './create-account.ts'
import { isSameSecret } from './setup-token.ts'

type Settings = Services['settings']

/** Whether what was given is what the first account of this instance must give. */
export const mayBeFirst = ({ setupToken }: Settings, given: string | undefined): boolean =>
  setupToken === null || isSameSecret(given ?? '', setupToken)

/** Why no account may be made now; null when one may. The first is always possible, later ones as configured. */
export async function whyClosed(
  at: Pool | Database,
  { registration }: Settings,
  maybeFirst: boolean,
): Promise<Problem | null> {
  if (!(await hasAccounts(at))) return maybeFirst ? null : needsSetupToken
  return registration === 'open' ? null : registrationClosed
}

/**
 * Makes an account, in a transaction. One registration at a time holds the lock that decides
 * whether it is the first: of two that would both be, the second waits here, and then is not.
 * @throws Problem 403 when registration is closed.
 */
export async function openAccount(
  tx: Database,
  { settings, vault }: Pick<Services, 'settings' | 'vault'>,
  account: Omit<NewAccount, 'isOperator'> & { mayBeFirst: boolean },
): Promise<Account> {
  await lockRegistration(tx)
  const problem = await whyClosed(tx, settings, account.mayBeFirst)
  if (problem !== null) throw problem
  return await createAccount(tx, vault, { ...account, isOperator: !(await hasAccounts(tx)) })
}

/** Held until the transaction ends; taking it again within it is free. */
export async function lockRegistration({ sql }: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.firstAccount})`
}

/** Whether anybody has an account yet. */
export async function hasAccounts(at: Pick<Database, 'db'>): Promise<boolean> {
  return (await at.db.select({ id: users.id }).from(users).limit(1)).length > 0
}

export const registrationClosed = forbidden(
  'This instance takes no new accounts by itself.',
  'registration_closed',
)
const needsSetupToken = forbidden(
  'The first account needs the setup token of this instance.',
  'setup_token_invalid',
)
