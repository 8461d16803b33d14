import { type Database, type organizations, users } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import { sql } from 'drizzle-orm'
import type { Step } from '../change/change.ts'
import { foundOrganization, recordFounding } from '../organizations/found.ts'
import { aboutAccount } from './sign-in.ts'

export type Account = {
  user: typeof users.$inferSelect
  organization: typeof organizations.$inferSelect
}

export type NewUser = {
  email: string
  name?: string | undefined
  passwordHash: string | null
  /** Whether its owner has brought back what was mailed to the address. */
  isConfirmed: boolean
  isOperator: boolean
}

export type NewAccount = NewUser & { organizationName?: string | undefined }

/** A user and the organization they own. An e-mail that is taken fails on its unique constraint. */
export async function createAccount(
  tx: Database,
  vault: Vault,
  { organizationName, ...wanted }: NewAccount,
): Promise<Account> {
  const user = await createUser(tx, wanted)
  const name = organizationName ?? localPartOf(wanted.email)
  return { user, organization: await foundOrganization(tx, vault, name, user) }
}

/** A user who is in no organization yet. */
export async function createUser(
  tx: Database,
  { email, name, passwordHash, isConfirmed, isOperator }: NewUser,
): Promise<Account['user']> {
  const emailConfirmedAt = isConfirmed ? sql`now()` : null
  const [user] = await tx.db
    .insert(users)
    .values({
      email,
      name: name ?? localPartOf(email),
      passwordHash,
      emailConfirmedAt,
      isOperator,
    })
    .returning()
  if (user === undefined) throw new Error('The insert returned no user.')
  return user
}

/** For the audit log: an account, and the organization that was made with it. */
export function recordAccount(
  record: Step['record'],
  { user, organization }: { user: Account['user']; organization?: Account['organization'] },
): void {
  const { email, name } = user
  record({ action: 'account.created', ...aboutAccount(user), after: { email, name } })
  if (organization !== undefined) recordFounding(record, organization, user)
}

const localPartOf = (email: string) => (email.split('@')[0] ?? '').slice(0, 120)
