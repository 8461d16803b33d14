import type { Me } from '@prikke/contract'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Account } from '../parts/account.tsx'
import { ApiKeys } from '../parts/api-keys.tsx'
import { Button } from '../parts/button.tsx'
import { Channels } from '../parts/channels.tsx'
import { Devices } from '../parts/devices.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { SigningSecret } from '../parts/signing-secret.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { ThemePicker } from '../parts/theme-picker.tsx'
import { useSession } from '../session.tsx'
import { chooseTheme, theme } from '../theme.ts'
import { attempt } from '../toasts.tsx'

export function Settings() {
  const session = useSession()
  const client = useQueryClient()
  const [leaving, setLeaving] = createSignal(false)
  const keys = useQuery(() => ({
    queryKey: ['keys'],
    queryFn: api.keys,
    enabled: session.may('manage_keys'),
  }))
  const channels = useQuery(() => ({ queryKey: ['channels'], queryFn: api.channels }))
  const sessions = useQuery(() => ({ queryKey: ['sessions'], queryFn: api.sessions }))
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))

  /** Does what was asked, says so when it fails, and shows the list as it is then. */
  const change = async <T,>(
    list: 'keys' | 'channels' | 'sessions',
    action: Promise<T>,
  ): Promise<T | null> => {
    const result = await attempt(action)
    await client.invalidateQueries({ queryKey: [list] })
    return result
  }
  /** Shows who one is now; with a new password every other device is signed out. */
  const become = async (action: Promise<Me>) => {
    client.setQueryData(['me'], await action)
    await client.invalidateQueries({ queryKey: ['sessions'] })
  }
  const signOut = async () => {
    setLeaving(true)
    await attempt(session.signOut())
    setLeaving(false)
  }

  return (
    <>
      <PageHead title="Settings" organization={session.organization().name} />
      <Panel
        title="Channels"
        lead="Where alerts go: an e-mail address, a Slack or Discord webhook, or a URL of yours."
      >
        <Loaded from={loading(channels)} skeleton={<Skeleton rows={1} />}>
          {page => (
            <Channels
              channels={page().data}
              onCreate={input => change('channels', api.createChannel(input))}
              onTest={id => attempt(api.testChannel(id))}
              onDelete={id => change('channels', api.deleteChannel(id))}
            />
          )}
        </Loaded>
      </Panel>
      <Show when={session.may('manage_keys')}>
        <Panel
          title="API keys"
          lead="For programs that manage jobs of this organization."
          actions={
            <a href="/docs/api" rel="external" class="link text-sm">
              API reference
            </a>
          }
        >
          <Loaded from={loading(keys)} skeleton={<Skeleton rows={1} />}>
            {page => (
              <ApiKeys
                keys={page().data}
                onCreate={input => change('keys', api.createKey(input))}
                onRotate={id => change('keys', api.rotateKey(id, 24))}
                onDelete={id => change('keys', api.deleteKey(id))}
              />
            )}
          </Loaded>
        </Panel>
      </Show>
      <Show when={session.may('manage_signing_secret')}>
        <Panel
          title="Signing secret"
          lead="Every delivery is signed with it, by Standard Webhooks, so that receivers can tell it is yours."
        >
          <SigningSecret
            onReveal={() => attempt(api.signingSecret())}
            onRotate={() => attempt(api.rotateSigningSecret(24))}
          />
        </Panel>
      </Show>
      <Panel title="Appearance">
        <ThemePicker theme={theme()} onChoose={chooseTheme} />
      </Panel>
      <Panel title="Account" lead={`Signed in as ${session.user().email}.`}>
        <Account
          user={session.user()}
          mail={instance.isPending || instance.data?.mail !== false}
          onRename={name => become(api.rename(name))}
          onChangeEmail={api.changeEmail}
          onChangePassword={input => become(api.changePassword(input))}
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
              onEnd={id => change('sessions', api.endSession(id))}
              onEndOthers={() => change('sessions', api.endOtherSessions())}
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
