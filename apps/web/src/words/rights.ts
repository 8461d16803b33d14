import type { Action, Role } from '@prikke/contract'

/** What each role may do, the least that is needed first; roles.test.ts of the api holds it to the contract. */
export const rights: readonly { action: Action; least: Role; words: string }[] = [
  { action: 'look', least: 'member', words: 'See jobs, executions, channels and members' },
  { action: 'work', least: 'member', words: 'Make, change, run and delete jobs and channels' },
  { action: 'leave', least: 'member', words: 'Leave' },
  { action: 'manage_keys', least: 'admin', words: 'Make, rotate and revoke API keys' },
  { action: 'manage_signing_secret', least: 'admin', words: 'See and rotate the signing secret' },
  { action: 'manage_invites', least: 'admin', words: 'Invite people' },
  {
    action: 'manage_members',
    least: 'admin',
    words: 'Remove members and change roles, not of owners',
  },
  { action: 'read_audit', least: 'admin', words: 'Read the audit log' },
  { action: 'rename_organization', least: 'admin', words: 'Change name and slug' },
  { action: 'manage_owners', least: 'owner', words: 'Make and unmake owners' },
  { action: 'export_organization', least: 'owner', words: 'Export everything' },
  { action: 'change_tier', least: 'owner', words: 'Change the plan' },
  {
    action: 'delete_organization',
    least: 'owner',
    words: 'Delete the organization, and restore it',
  },
]
