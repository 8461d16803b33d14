import type { OrganizationPatch } from '@prikke/contract'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { useSession } from '../session.tsx'
import { OrganizationNames } from '../settings/organization-names.tsx'
import { RoleNeeded } from '../settings/role-needed.tsx'

/** What the organization is called. */
export function SettingsOrganization() {
  const session = useSession()
  const patch = async (values: OrganizationPatch) => {
    const { slug } = await api.patchOrganization(session.organization().id, values)
    await session.refresh(slug)
  }
  return (
    <>
      <PageHead title="Organization" organization={session.organization().name} />
      <Show
        when={session.may('rename_organization')}
        fallback={<RoleNeeded what="Name and slug can be changed by its admins and owners." />}
      >
        <Panel title="Name and slug">
          <OrganizationNames organization={session.organization()} onPatch={patch} />
        </Panel>
      </Show>
    </>
  )
}
