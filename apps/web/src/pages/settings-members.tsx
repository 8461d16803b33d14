import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { Invites } from '../settings/invites.tsx'
import { Members } from '../settings/members.tsx'
import { RightsTable } from '../settings/rights-table.tsx'
import { attempt } from '../toasts.tsx'

/** Who is in the organization, who is asked to join, and what each role may do. */
export function SettingsMembers() {
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
  const refetch = (list: 'members' | 'invites') => client.invalidateQueries({ queryKey: [list] })
  const change = async (list: 'members' | 'invites', action: Promise<unknown>) => {
    await attempt(action)
    await refetch(list)
  }

  return (
    <>
      <PageHead title="Members" organization={organization().name} />
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
                onInvite={api.invite}
                onInvited={() => refetch('invites')}
                onResend={id => change('invites', api.resendInvite(id))}
                onRevoke={id => change('invites', api.revokeInvite(id))}
              />
            )}
          </Loaded>
        </Panel>
      </Show>
      <Panel title="What each role may do">
        <RightsTable own={organization().role} />
      </Panel>
    </>
  )
}

const roleWords = {
  owner: 'You are an owner: you may do everything here.',
  admin: 'You are an admin: you manage members, invites and keys, and touch no owner.',
  member: 'You are a member: you work with jobs and channels.',
}
