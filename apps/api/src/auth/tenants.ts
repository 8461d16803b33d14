import {
  type Action,
  actions,
  isAtLeast,
  leastRoles,
  type Organization,
  type Role,
} from '@prikke/contract'
import { type Database, members, organizations, plans } from '@prikke/schema'
import { and, asc, eq, sql } from 'drizzle-orm'
import { forbidden } from '../problem.ts'
import type { Tenant } from '../route.ts'

/** The columns of a tenant, beside the role. */
export const tenantColumns = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  tier: organizations.tier,
  deletedAt: organizations.deletedAt,
  goneAt: organizations.goneAt,
  historySince: sql`now() - interval '1 day'
    * case ${organizations.tier} when 'pro' then ${plans.pro.historyDays}::int
      else ${plans.free.historyDays}::int end`.mapWith(organizations.createdAt),
}

/** Not one whose grace is over: its rows may be on their way out. */
export const isNotGone = sql`coalesce(${organizations.goneAt} > now(), true)`

/** The organizations of a user, oldest membership first. Asked anew for every request. */
export async function tenantsOf(at: Pick<Database, 'db'>, userId: string): Promise<Tenant[]> {
  return await at.db
    .select({ ...tenantColumns, role: members.role })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.userId, userId), isNotGone))
    .orderBy(asc(members.createdAt), asc(organizations.id))
}

/** All that is left to do in a deleted organization. */
const inDeleted: ReadonlySet<Action> = new Set([
  'look',
  'read_audit',
  'export_organization',
  'delete_organization',
])

/** Whether somebody of this role may do it there; the one look at the table of roles. */
export const may = ({ role, deletedAt }: Pick<Tenant, 'role' | 'deletedAt'>, action: Action) =>
  isAtLeast(role, leastRoles[action]) && (deletedAt === null || inDeleted.has(action))

/** An organization as a member of it sees it. */
export const shownOrganization = (tenant: Omit<Tenant, 'historySince'>): Organization => ({
  id: tenant.id,
  slug: tenant.slug,
  name: tenant.name,
  role: tenant.role,
  tier: tenant.tier,
  may: actions.filter(action => may(tenant, action)),
  deletedAt: tenant.deletedAt?.toISOString() ?? null,
  goneAt: tenant.goneAt?.toISOString() ?? null,
})

/** Says which role it takes, and who can give it. */
export const roleTooLow = (least: Role) =>
  forbidden(
    least === 'owner'
      ? 'This needs an owner of the organization. Any owner can make you one.'
      : 'This needs an admin or an owner of the organization. Either can make you an admin.',
  )
export const organizationDeleted = forbidden(
  'This organization was deleted. All one can do is look, and restore it.',
  'organization_deleted',
)
