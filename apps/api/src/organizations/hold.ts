import { type Action, isAtLeast, leastRoles, type Role } from '@prikke/contract'
import { type Database, members, organizations } from '@prikke/schema'
import { and, eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { isNotGone, may, organizationDeleted, roleTooLow } from '../auth/tenants.ts'
import { notFound } from '../problem.ts'
import type { AppEnv } from '../route.ts'

export type OrganizationRow = typeof organizations.$inferSelect
/** Who asks for a change, and where. */
export type Caller = { organizationId: string; userId: string }

/** Of a request by a session in an organization. */
export const callerIn = (c: Context<AppEnv>): Caller => ({
  organizationId: c.var.organization.id,
  userId: c.var.signedIn.user.id,
})

/**
 * Locks an organization's row and looks anew whether who asks may do this: changes of its members and
 * of its end come one after the other, so none is judged by what another is just taking away. Jobs
 * are made meanwhile: their foreign key waits for no such lock.
 * @throws Problem 404 when they are in it no more, 403 when their role is too low or it is deleted.
 */
export async function holdOrganization(
  tx: Database,
  { organizationId, userId }: Caller,
  action: Action,
): Promise<{ organization: OrganizationRow; role: Role }> {
  const [organization] = await tx.db
    .select()
    .from(organizations)
    .where(and(eq(organizations.id, organizationId), isNotGone))
    .for('no key update')
  // Only now, by a statement of its own, which sees what was committed while it waited.
  const [member] = await tx.db.select().from(members).where(memberOf(organizationId, userId))
  if (organization === undefined || member === undefined) throw gone
  const { role } = member
  if (!isAtLeast(role, leastRoles[action])) throw roleTooLow(leastRoles[action])
  if (!may({ role, deletedAt: organization.deletedAt }, action)) throw organizationDeleted
  return { organization, role }
}

export const memberOf = (organizationId: string, userId: string) =>
  and(eq(members.organizationId, organizationId), eq(members.userId, userId))

const gone = notFound('You are in no such organization.')
