import type {
  Invitation,
  Invite,
  InviteInput,
  Member,
  Organization,
  OrganizationPatch,
  Page,
  Role,
  Tier,
  Usage,
} from '@prikke/contract'
import { call, get, post, remove } from './call.ts'

/** The organization: its members, invites, plan and end. */
export const organizationsApi = {
  /** Whether another organization has what this one does not. */
  isIn: (slug: string, path: string) =>
    call<unknown>(path, { method: 'get' }, { 'Prikke-Organization': slug }).then(
      () => true,
      () => false,
    ),
  createOrganization: (name: string) => post<Organization>('organizations', { name }),
  patchOrganization: (id: string, patch: OrganizationPatch) =>
    call<Organization>(`organizations/${id}`, { method: 'patch', json: patch }),
  deleteOrganization: (id: string, confirm: string) =>
    call<Organization>(`organizations/${id}`, { method: 'delete', json: { confirm } }),
  restoreOrganization: (id: string) => post<Organization>(`organizations/${id}/restore`),
  leaveOrganization: (id: string) => post<void>(`organizations/${id}/leave`),
  setTier: (id: string, tier: Tier) =>
    call<Organization>(`organizations/${id}/tier`, { method: 'put', json: { tier } }),
  usage: (month?: string) => get<Usage>('usage', { month }),
  members: () => get<Page<Member>>('members', { limit: 100 }),
  setRole: (userId: string, role: Role) =>
    call<Member>(`members/${userId}`, { method: 'patch', json: { role } }),
  removeMember: (userId: string) => remove(`members/${userId}`),
  invites: () => get<Page<Invite>>('invites', { limit: 100 }),
  invite: (input: InviteInput) => post<Invite>('invites', input),
  resendInvite: (id: string) => post<Invite>(`invites/${id}/resend`),
  revokeInvite: (id: string) => remove(`invites/${id}`),
  invitation: (token: string) => get<Invitation>(invitePath(token)),
  acceptInvite: (token: string) => post<Organization>(`${invitePath(token)}/accept`),
  declineInvite: (token: string) => post<void>(`${invitePath(token)}/decline`),
}

const invitePath = (token: string) => `invites/${encodeURIComponent(token)}`
