import { z } from '@hono/zod-openapi'

/** What a member may be, the least first. */
export const roles = ['member', 'admin', 'owner'] as const
export const roleSchema = z.enum(roles)
export type Role = (typeof roles)[number]

/**
 * What may be done in an organization, and the least role that may. The one place where this is
 * decided: the routes ask it, the dashboard is told of it, and docs/accounts.md has the same table.
 */
export const leastRoles = {
  /** Read jobs, executions, channels, alerts, and who else is a member. */
  look: 'member',
  /** Make, change, run and delete jobs and channels. */
  work: 'member',
  leave: 'member',
  manage_keys: 'admin',
  manage_signing_secret: 'admin',
  manage_invites: 'admin',
  /** Remove members and change their roles, of those who are no owners. */
  manage_members: 'admin',
  /** Who did what, from where. */
  read_audit: 'admin',
  /** Name and slug. */
  rename_organization: 'admin',
  /** Make and unmake owners. */
  manage_owners: 'owner',
  /** Everything that the organization owns, as one file. */
  export_organization: 'owner',
  /** To Pro, or back to Free. */
  change_tier: 'owner',
  /** And undo it, within the grace. */
  delete_organization: 'owner',
} as const satisfies Record<string, Role>

export type Action = keyof typeof leastRoles
export const actions = Object.keys(leastRoles) as [Action, ...Action[]]

/** Whether a role is this one or a greater one. */
export const isAtLeast = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least)
