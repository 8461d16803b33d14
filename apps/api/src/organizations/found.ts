import { newSigningSecret } from '@prikke/outbound'
import { channels, type Database, members, organizations } from '@prikke/schema'
import type { Step } from '../change/change.ts'
import type { OrganizationRow } from './hold.ts'
import { slugsFor } from './slug.ts'

/**
 * An organization with its owner, and a channel to them, so that the first failure reaches someone.
 */
export async function foundOrganization(
  tx: Database,
  name: string,
  owner: { id: string; email: string },
): Promise<OrganizationRow> {
  const organization = await insertOrganization(tx, name)
  const organizationId = organization.id
  await tx.db.insert(members).values({ organizationId, userId: owner.id, role: 'owner' })
  await tx.db
    .insert(channels)
    .values({ organizationId, kind: 'email', name: 'Owner', target: owner.email })
  return organization
}

/** For the audit log of the new organization. */
export function recordFounding(
  record: Step['record'],
  { id, name, slug }: OrganizationRow,
  owner: { id: string; email: string },
): void {
  const subject = { type: 'organization' as const, id, name }
  const after = { name, slug }
  record({ action: 'organization.created', subject, after, by: owner, organizationId: id })
}

/** Two that want one slug at once both get one: the second insert waits, finds it taken, goes on. */
async function insertOrganization(tx: Database, name: string): Promise<OrganizationRow> {
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
