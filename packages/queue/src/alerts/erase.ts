import type { Database } from '@prikke/schema'

/**
 * Takes somebody's address out of the alerts of channels that led to it: what is not told yet goes
 * untold, what was told keeps the fact. Before the channels go, by which they are known. A notifier
 * that has one in its hands finds no row to settle. Along alerts_organization.
 */
export async function eraseAlertTargets(
  { sql }: Database,
  organizationId: string,
  channelIds: readonly string[],
): Promise<void> {
  const own = sql`organization_id = ${organizationId}
    and channel_id = any(${channelIds as string[]}::uuid[])`
  await sql`delete from alerts where ${own} and status = 'pending'`
  await sql`update alerts set target = 'erased', answer = null where ${own}`
}
