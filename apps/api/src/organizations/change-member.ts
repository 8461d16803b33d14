import { isAtLeast, leastRoles, type Role } from '@prikke/contract'
import { type Database, members } from '@prikke/schema'
import { and, eq, ne } from 'drizzle-orm'
import { roleTooLow } from '../auth/tenants.ts'
import { notFound, Problem } from '../problem.ts'
import { type Caller, holdOrganization, memberOf } from './hold.ts'

/**
 * Returns the role that they had. Nobody raises themselves by it: a member changes no role, and an
 * admin makes no owner.
 * @throws Problem 403 when it is not theirs to change, 404 for no member, 409 for the last owner.
 */
export async function changeRole(
  tx: Database,
  caller: Caller,
  userId: string,
  role: Role,
): Promise<Role> {
  const held = await holdOrganization(tx, caller, 'manage_members')
  const before = await roleOf(tx, caller.organizationId, userId)
  if ([before, role].includes('owner') && !isOwner(held.role))
    throw roleTooLow(leastRoles.manage_owners)
  if (before === 'owner' && role !== 'owner') await keepAnOwner(tx, caller.organizationId, userId)
  await tx.db.update(members).set({ role }).where(memberOf(caller.organizationId, userId))
  return before
}

/** Also oneself; returns the role that they had. @throws Problem 403, 404 and 409 like `changeRole`. */
export async function removeMember(tx: Database, caller: Caller, userId: string): Promise<Role> {
  const isLeaving = userId === caller.userId
  const held = await holdOrganization(tx, caller, isLeaving ? 'leave' : 'manage_members')
  const before = await roleOf(tx, caller.organizationId, userId)
  if (before === 'owner') {
    if (!isOwner(held.role)) throw roleTooLow(leastRoles.manage_owners)
    await keepAnOwner(tx, caller.organizationId, userId)
  }
  await tx.db.delete(members).where(memberOf(caller.organizationId, userId))
  return before
}

/** What only those who make owners may do to one. */
const isOwner = (role: Role) => isAtLeast(role, leastRoles.manage_owners)

async function roleOf(tx: Database, organizationId: string, userId: string): Promise<Role> {
  const [member] = await tx.db.select().from(members).where(memberOf(organizationId, userId))
  if (member === undefined) throw notFound('There is no such member.')
  return member.role
}

/** Two owners who go at once come one after the other: the organization is held. */
async function keepAnOwner(tx: Database, organizationId: string, userId: string): Promise<void> {
  const [another] = await tx.db
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.role, 'owner'),
        ne(members.userId, userId),
      ),
    )
    .limit(1)
  if (another === undefined) throw lastOwner
}

const lastOwner = new Problem({
  status: 409,
  code: 'last_owner',
  detail:
    'An organization has at least one owner. Make somebody else an owner first, or delete it.',
})
