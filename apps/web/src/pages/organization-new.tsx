import { api } from '../api.ts'
import { NewOrganization } from '../parts/new-organization.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { useSession } from '../session.tsx'

export function OrganizationNew() {
  const session = useSession()
  const create = async (name: string) => {
    const { slug } = await api.createOrganization(name)
    session.enter(slug)
  }
  return (
    <>
      <PageHead title="New organization" />
      <Panel
        title="Apart from the others"
        lead="It has its own jobs, members, channels, keys and history."
      >
        <NewOrganization onCreate={create} />
      </Panel>
    </>
  )
}
