import { enqueueOperatorMails, tellAnew } from '@prikke/queue'
import { type Database, organizations, type Tier } from '@prikke/schema'
import { eq } from 'drizzle-orm'
import { type Caller, holdOrganization, type OrganizationRow } from '../organizations/hold.ts'
import { Problem } from '../problem.ts'

/**
 * Sets the tier of an organization at once, and has who runs the instance told of it. What there is
 * beyond the limits of a lower tier stays; nothing is added to it. The tier that it has already
 * changes nothing. @throws Problem 409 where no limits hold, 403 and 404 like `holdOrganization`.
 */
export async function changeTier(
  tx: Database,
  caller: Caller & { email: string },
  tier: Tier,
): Promise<{ before: Tier; after: OrganizationRow }> {
  if (!tx.planLimits) throw limitsOff
  const { organization } = await holdOrganization(tx, caller, 'change_tier')
  const before = organization.tier
  if (before === tier) return { before, after: organization }
  const [changed] = await tx.db
    .update(organizations)
    .set({ tier })
    .where(eq(organizations.id, organization.id))
    .returning()
  if (changed === undefined) throw new Error('The organization is gone although it is held.')
  await tellAnew(tx.sql, changed.id)
  const { name, slug } = changed
  await enqueueOperatorMails(tx, {
    kind: 'tier_changed',
    organization: name,
    slug,
    tier,
    by: caller.email,
  })
  return { before, after: changed }
}

const limitsOff = new Problem({
  status: 409,
  code: 'plan_limits_off',
  detail: 'This instance has no limits, so there is nothing to upgrade.',
})
