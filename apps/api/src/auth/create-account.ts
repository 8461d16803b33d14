import { newSigningSecret } from '@prikke/outbound'
import { channels, type Database, members, organizations, users } from '@prikke/schema'
import { sql } from 'drizzle-orm'
import { slugsFor } from './slug.ts'

export type Account = {
  user: typeof users.$inferSelect
  organization: typeof organizations.$inferSelect
}

export type NewAccount = {
  email: string
  name?: string | undefined
  organizationName?: string | undefined
  passwordHash: string | null
  /** Whether its owner has brought back what was mailed to the address. */
  isConfirmed: boolean
  isOperator: boolean
}

/**
 * A user, the organization they own, and a channel to them, so that the first failure reaches
 * someone. An e-mail that is taken fails on its unique constraint.
 */
export async function createAccount(
  tx: Database,
  { email, name, organizationName, passwordHash, isConfirmed, isOperator }: NewAccount,
): Promise<Account> {
  const localPart = (email.split('@')[0] ?? '').slice(0, 120)
  const emailConfirmedAt = isConfirmed ? sql`now()` : null
  const [user] = await tx.db
    .insert(users)
    .values({ email, name: name ?? localPart, passwordHash, emailConfirmedAt, isOperator })
    .returning()
  const organization = await createOrganization(tx, organizationName ?? localPart)
  if (user === undefined) throw new Error('The insert returned no user.')
  const organizationId = organization.id
  await tx.db.insert(members).values({ organizationId, userId: user.id, role: 'owner' })
  await tx.db
    .insert(channels)
    .values({ organizationId, kind: 'email', name: 'Owner', target: email })
  return { user, organization }
}

/** Two that want one slug at once both get one: the second insert waits, finds it taken, goes on. */
async function createOrganization(tx: Database, name: string): Promise<Account['organization']> {
  for (const slug of slugsFor(name)) {
    const [made] = await tx.db
      .insert(organizations)
      .values({ slug, name, signingSecret: newSigningSecret() })
      .onConflictDoNothing({ target: organizations.slug })
      .returning()
    if (made !== undefined) return made
  }
  throw new Error('No slug was free.')
}
