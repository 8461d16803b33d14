import type { Channel } from '@prikke/contract'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Loaded } from '../parts/loaded.tsx'
import { MailNote } from '../parts/mail-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { Channels } from '../settings/channels.tsx'
import { attempt } from '../toasts.tsx'

/** Where alerts go. */
export function SettingsChannels() {
  const session = useSession()
  const client = useQueryClient()
  const channels = useQuery(() => ({ queryKey: ['channels'], queryFn: api.channels }))
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  /** Alerts are to go by mail, and there is none. */
  const isMailed = (all: readonly Channel[]) =>
    instance.isSuccess && !instance.data.mail && all.some(({ kind }) => kind === 'email')
  const change = async <T,>(action: Promise<T>): Promise<T | null> => {
    const result = await attempt(action)
    await client.invalidateQueries({ queryKey: ['channels'] })
    return result
  }
  return (
    <>
      <PageHead title="Channels" organization={session.organization().name} />
      <Panel
        title="Where alerts go"
        lead="To an e-mail address, a Slack or Discord webhook, or a URL of yours."
      >
        <Loaded from={loading(channels)} skeleton={<Skeleton rows={1} />}>
          {page => (
            <>
              <Show when={isMailed(page().data)}>
                <MailNote what="what goes to an e-mail address" />
              </Show>
              <Channels
                channels={page().data}
                mayChange={session.organization().deletedAt === null}
                onCreate={async input => {
                  await api.createChannel(input)
                  await client.invalidateQueries({ queryKey: ['channels'] })
                }}
                onSwitch={(id, enabled) => change(api.switchChannel(id, enabled))}
                onTest={id => attempt(api.testChannel(id))}
                onDelete={id => change(api.deleteChannel(id))}
              />
            </>
          )}
        </Loaded>
      </Panel>
    </>
  )
}
