import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { chooseOrganization } from '../organization.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { useSession } from '../session.tsx'
import { EraseAccount } from '../settings/erase-account.tsx'
import { Exports } from '../settings/exports.tsx'
import { OrganizationEnd } from '../settings/organization-end.tsx'
import { attempt } from '../toasts.tsx'

/** The ways out: with everything as a file, of an organization, or of Prikke. */
export function SettingsDanger() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { may, organization } = session
  const leave = async () => {
    const left = await attempt(api.leaveOrganization(organization().id).then(() => true))
    if (left) location.assign('/')
  }
  const remove = async (confirm: string) => {
    await api.deleteOrganization(organization().id, confirm)
    await session.refresh()
    await client.invalidateQueries()
  }
  const erase = async (password: string | undefined) => {
    const receipt = await api.eraseAccount(password)
    navigate('/erased', { replace: true, state: { receipt } })
    client.setQueryData(['me'], null)
    client.removeQueries({ predicate: query => query.queryKey[0] !== 'me' })
    chooseOrganization(null)
  }

  return (
    <>
      <PageHead title="Danger zone" organization={organization().name} />
      <Panel title="Export">
        <Exports organization={organization()} mayExport={may('export_organization')} />
      </Panel>
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
      <Panel title="Erase your account">
        <EraseAccount user={session.user()} onErase={erase} />
      </Panel>
    </>
  )
}
