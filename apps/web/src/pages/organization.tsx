import type { OrganizationPatch, Tier } from '@prikke/contract'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Invites } from '../parts/invites.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Members } from '../parts/members.tsx'
import { OrganizationEnd } from '../parts/organization-end.tsx'
import { OrganizationNames } from '../parts/organization-names.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlanUsage } from '../parts/plan-usage.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'

/** Who is in the organization, what it uses, how it is called, and how it ends. */
export function Organization() {
  const session = useSession()
  const client = useQueryClient()
  const { may, organization } = session
  const members = useQuery(() => ({ queryKey: ['members'], queryFn: api.members }))
  const invites = useQuery(() => ({
    queryKey: ['invites'],
    queryFn: api.invites,
    enabled: may('manage_invites'),
  }))
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const usage = useQuery(() => ({
    queryKey: ['usage'],
    queryFn: api.usage,
    enabled: instance.data?.planLimits === true,
  }))
  const refetch = (list: 'members' | 'invites') => client.invalidateQueries({ queryKey: [list] })

  const change = async (list: 'members' | 'invites', action: Promise<unknown>) => {
    await attempt(action)
    await refetch(list)
  }
  const patch = async (values: OrganizationPatch) => {
    const { slug } = await api.patchOrganization(organization().id, values)
    await session.refresh(slug)
  }
  const setTier = async (tier: Tier) => {
    await attempt(api.setTier(organization().id, tier))
    await Promise.all([session.refresh(), client.invalidateQueries({ queryKey: ['usage'] })])
  }
  const leave = async () => {
    const left = await attempt(api.leaveOrganization(organization().id).then(() => true))
    if (left) location.assign('/')
  }
  const remove = async (confirm: string) => {
    await api.deleteOrganization(organization().id, confirm)
    await session.refresh()
    await client.invalidateQueries()
  }

  return (
    <>
      <PageHead title="Organization" organization={organization().name} />
      <Panel title="Members" lead={roleWords[organization().role]}>
        <Loaded from={loading(members)} skeleton={<Skeleton rows={2} />}>
          {page => (
            <Members
              members={page().data}
              own={session.user().id}
              mayManage={may('manage_members')}
              mayManageOwners={may('manage_owners')}
              onSetRole={(id, role) => change('members', api.setRole(id, role))}
              onRemove={id => change('members', api.removeMember(id))}
            />
          )}
        </Loaded>
      </Panel>
      <Show when={may('manage_invites')}>
        <Panel title="Invites" lead="They get a link by mail, with an account or without one.">
          <Loaded from={loading(invites)} skeleton={<Skeleton rows={1} />}>
            {page => (
              <Invites
                invites={page().data}
                mail={instance.isPending || instance.data?.mail !== false}
                mayInviteOwners={may('manage_owners')}
                onInvite={async input => {
                  await api.invite(input)
                  await refetch('invites')
                }}
                onResend={id => change('invites', api.resendInvite(id))}
                onRevoke={id => change('invites', api.revokeInvite(id))}
              />
            )}
          </Loaded>
        </Panel>
      </Show>
      <Show when={instance.data?.planLimits}>
        <Panel title="Plan and usage" lead={tierWords[organization().tier]}>
          <Loaded from={loading(usage)} skeleton={<Skeleton rows={2} />}>
            {found => (
              <PlanUsage usage={found()} mayChange={may('change_tier')} onChange={setTier} />
            )}
          </Loaded>
        </Panel>
      </Show>
      <Show when={may('rename_organization')}>
        <Panel title="Name and slug">
          <OrganizationNames organization={organization()} onPatch={patch} />
        </Panel>
      </Show>
      <Show when={may('leave')}>
        <Panel title={may('delete_organization') ? 'Leave or delete' : 'Leave'}>
          <OrganizationEnd
            name={organization().name}
            mayDelete={may('delete_organization')}
            onLeave={leave}
            onDelete={remove}
          />
        </Panel>
      </Show>
    </>
  )
}

const tierWords = { free: 'This organization is on Free.', pro: 'This organization is on Pro.' }

const roleWords = {
  owner: 'You are an owner: you may do everything here.',
  admin: 'You are an admin: you manage members, invites and keys, and touch no owner.',
  member: 'You are a member: you work with jobs and channels.',
}
