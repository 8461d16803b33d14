import type { z } from '@hono/zod-openapi'
import type { registerInput } from '@prikke/contract'
import { newSigningSecret } from '@prikke/outbound'
import { channels, type Database, members, organizations, users } from '@prikke/schema'
import { slugsFor } from './slug.ts'

export type Account = {
  user: { id: string; email: string; name: string }
  organization: typeof organizations.$inferSelect
}

type Registration = Pick<z.output<typeof registerInput>, 'email' | 'name' | 'organizationName'>

/**
 * A user, the organization they own, and a channel to them, so that the first failure reaches
 * someone. An e-mail that is taken fails on its unique constraint.
 */
export async function createAccount(
  tx: Database,
  { email, name, organizationName }: Registration,
  passwordHash: string,
): Promise<Account> {
  const localPart = (email.split('@')[0] ?? '').slice(0, 120)
  const [user] = await tx.db
    .insert(users)
    .values({ email, name: name ?? localPart, passwordHash })
    .returning({ id: users.id, email: users.email, name: users.name })
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
