import type { EventHint } from '@prikke/contract'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { eventsUrl } from './api.ts'

const reopenMs = 5_000
const pollMs = 15_000

/**
 * Keeps what is shown fresh while mounted: refetches on every hint of the organization's stream
 * and, while the stream is lost, every 15 s. Quiet while the tab is hidden.
 * @returns whether the stream has been lost for more than a moment.
 */
export function createLive(organization: Accessor<string>): Accessor<boolean> {
  const refresh = createRefresher(useQueryClient())
  const [lost, setLost] = createSignal(false)
  createEffect(() => {
    const url = eventsUrl(organization())
    let source: EventSource | null = null
    let reopening: ReturnType<typeof setTimeout> | undefined

    const open = () => {
      clearTimeout(reopening)
      source?.close()
      source = new EventSource(url)
      source.onmessage = message => {
        clearTimeout(reopening)
        setLost(false)
        void refresh(hintIn(message.data))
      }
      // The server ends every stream now and then: only one that stays away is lost.
      source.onerror = () => {
        clearTimeout(reopening)
        reopening = setTimeout(() => {
          setLost(true)
          open()
        }, reopenMs)
      }
    }
    const close = () => {
      clearTimeout(reopening)
      source?.close()
      source = null
    }
    const follow = () => (document.hidden ? close() : open())
    const polling = setInterval(() => {
      if (lost() && !document.hidden) void refresh('hello')
    }, pollMs)

    follow()
    document.addEventListener('visibilitychange', follow)
    onCleanup(() => {
      document.removeEventListener('visibilitychange', follow)
      clearInterval(polling)
      close()
    })
  })
  return lost
}

/** What each hint makes stale, as the first part of the keys; `hello` may have missed anything. */
const staleAfter: Readonly<Record<string, readonly string[]>> = {
  hello: ['jobs', 'executions', 'channels'],
  jobs: ['jobs'],
  executions: ['executions', 'jobs'],
  alerts: ['channels'],
}

/** Refetches one round at a time: hints faster than the answers never starve a refetch. */
function createRefresher(client: QueryClient): (hint: string) => Promise<void> {
  const stale = new Set<string>()
  let running = false
  return async hint => {
    for (const key of staleAfter[hint] ?? []) stale.add(key)
    if (running) return
    running = true
    while (stale.size > 0) {
      const keys = [...stale]
      stale.clear()
      await Promise.all(keys.map(key => client.invalidateQueries({ queryKey: [key] })))
    }
    running = false
  }
}

function hintIn(data: string): string {
  return (JSON.parse(data) as EventHint).type
}
