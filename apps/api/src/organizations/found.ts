import { newSigningSecret } from '@prikke/outbound'
import { channels, type Database, members, organizations } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import type { Step } from '../change/change.ts'
import { newIds } from '../new-ids.ts'
import type { OrganizationRow } from './hold.ts'
import { slugsFor } from './slug.ts'

/**
 * An organization with its owner, and a channel to them, so that the first failure reaches someone.
 */
export async function foundOrganization(
  tx: Database,
  vault: Vault,
  name: string,
  owner: { id: string; email: string },
): Promise<OrganizationRow> {
  const organization = await insertOrganization(tx, vault, name)
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
async function insertOrganization(
  tx: Database,
  vault: Vault,
  name: string,
): Promise<OrganizationRow> {
  const [id = ''] = await newIds(tx, 1)
  const signingSecret = vault.seal(newSigningSecret(), places.signingSecret(id))
  for (const slug of slugsFor(name)) {
    const [made] = await tx.db
      .insert(organizations)
      .values({ id, slug, name, signingSecret })
      .onConflictDoNothing({ target: organizations.slug })
      .returning()
    if (made !== undefined) return made
  }
  throw new Error('No slug was free.')
}
