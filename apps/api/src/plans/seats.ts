import { type Database, invites, members, organizations, plans } from '@prikke/schema'
import { and, count, eq, gt, sql } from 'drizzle-orm'
import { isOpen } from '../organizations/read-invites.ts'
import { planLimit, tierNames } from './plan-limit.ts'

/**
 * Whether an organization may have the members that it has now, in the transaction that added one, or
 * an invite: its row is locked, so two cannot both take the last seat. Who joins by an invite had the
 * seat already: then only members count. @throws Problem 402.
 */
export async function checkSeats(
  tx: Database,
  organizationId: string,
  { withInvites }: { withInvites: boolean },
): Promise<void> {
  if (!tx.planLimits) return
  const [organization] = await tx.db
    .select({ tier: organizations.tier })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  const tier = organization?.tier ?? 'free'
  const most = plans[tier].members
  const { memberCount, inviteCount } = await countSeats(tx, organizationId)
  const taken = memberCount + (withInvites ? inviteCount : 0)
  if (most === null || taken <= most) return
  const detail = `${tierNames[tier]} allows ${most} members, and open invites count.`
  throw planLimit({ limit: 'members', most, used: taken - 1, tier, detail })
}

/** Members, and invites that can still be accepted. */
export async function countSeats(
  { db }: Database,
  organizationId: string,
): Promise<{ memberCount: number; inviteCount: number }> {
  const [joined] = await db
    .select({ count: count() })
    .from(members)
    .where(eq(members.organizationId, organizationId))
  const [open] = await db
    .select({ count: count() })
    .from(invites)
    .where(
      and(
        eq(invites.organizationId, organizationId),
        isOpen,
        gt(invites.expiresAt, sql`clock_timestamp()`),
      ),
    )
  return { memberCount: joined?.count ?? 0, inviteCount: open?.count ?? 0 }
}
