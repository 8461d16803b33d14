import type { Action } from '@prikke/contract'

/** A page under Settings. */
export type Room = {
  path: string
  label: string
  /** What it takes to have any use of it. */
  needs?: Action
}

/** What is one’s own, and what belongs to the organization. */
export const ownRooms: readonly Room[] = [
  { path: 'profile', label: 'Profile' },
  { path: 'security', label: 'Security' },
]
export const organizationRooms: readonly Room[] = [
  { path: 'organization', label: 'Organization', needs: 'rename_organization' },
  { path: 'members', label: 'Members' },
  { path: 'channels', label: 'Channels' },
  { path: 'keys', label: 'API keys', needs: 'manage_keys' },
  { path: 'signing', label: 'Signing secret', needs: 'manage_signing_secret' },
  { path: 'usage', label: 'Usage and limits' },
  { path: 'audit', label: 'Audit log', needs: 'read_audit' },
  { path: 'danger', label: 'Danger zone' },
]
