import type { Organization } from '@prikke/contract'
import { useQueryClient } from '@tanstack/solid-query'
import { api } from './api.ts'
import { AuthCard } from './parts/auth-card.tsx'
import { Button } from './parts/button.tsx'
import { NewOrganization } from './parts/new-organization.tsx'

/** For who has left every organization, or was removed. */
export function InNone(props: { onMake: (made: Organization) => void }) {
  const client = useQueryClient()
  const signOut = async () => {
    await api.logout()
    client.setQueryData(['me'], null)
  }
  return (
    <AuthCard
      title="You are in no organization"
      lead="Jobs belong to one. Make your own, or open the link of an invite."
    >
      <NewOrganization onCreate={async name => props.onMake(await api.createOrganization(name))} />
      <Button look="quiet" onClick={() => void signOut()}>
        Sign out
      </Button>
    </AuthCard>
  )
}
