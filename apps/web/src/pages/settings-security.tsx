import type { Me } from '@prikke/contract'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Button } from '../parts/button.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { Devices } from '../settings/devices.tsx'
import { OwnEmail } from '../settings/own-email.tsx'
import { OwnPassword } from '../settings/own-password.tsx'
import { attempt } from '../toasts.tsx'

/** How one signs in, and where one is signed in. */
export function SettingsSecurity() {
  const session = useSession()
  const client = useQueryClient()
  const [leaving, setLeaving] = createSignal(false)
  const sessions = useQuery(() => ({ queryKey: ['sessions'], queryFn: api.sessions }))
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const refetch = () => client.invalidateQueries({ queryKey: ['sessions'] })

  /** Shows who one is now; with a new password every other device is signed out. */
  const become = async (action: Promise<Me>) => {
    client.setQueryData(['me'], await action)
    await refetch()
  }
  const end = async (action: Promise<unknown>) => {
    await attempt(action)
    await refetch()
  }
  const signOut = async () => {
    setLeaving(true)
    await attempt(session.signOut())
    setLeaving(false)
  }

  return (
    <>
      <PageHead title="Security" />
      <Panel
        title="Password"
        lead={
          session.user().hasPassword
            ? ''
            : 'You have none: a link by mail signs you in. You may set one beside it.'
        }
      >
        <OwnPassword user={session.user()} onChange={input => become(api.changePassword(input))} />
      </Panel>
      <Panel title="E-mail address" lead={`Yours is ${session.user().email}.`}>
        <OwnEmail
          user={session.user()}
          mail={instance.isPending || instance.data?.mail !== false}
          onChange={api.changeEmail}
        />
      </Panel>
      <Panel
        title="Your devices"
        lead="Where you are signed in. One that is signed out here has to sign in anew."
      >
        <Loaded from={loading(sessions)} skeleton={<Skeleton rows={1} />}>
          {page => (
            <Devices
              devices={page().data}
              onEnd={id => end(api.endSession(id))}
              onEndOthers={() => end(api.endOtherSessions())}
            />
          )}
        </Loaded>
        <Button
          class="self-start"
          busy={leaving()}
          busyLabel="Signing out…"
          onClick={() => void signOut()}
        >
          Sign out
        </Button>
      </Panel>
    </>
  )
}
