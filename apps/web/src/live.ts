import type { EventHint } from '@prikke/contract'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { eventsUrl } from './api.ts'

/** An error may be the end that every stream comes to now and then: it reopens by itself. */
const reopenMs = 5_000
/** Longer than the heartbeats are apart: a stream without a word is lost as well. */
const silentMs = 40_000
const pollMs = 15_000

/**
 * Keeps what is shown fresh while mounted: refetches on every hint of the organization's stream
 * and, while the stream is lost, every 15 s. Quiet while the tab is hidden.
 * @returns whether the stream is lost.
 */
export function createLive(organization: Accessor<string>): Accessor<boolean> {
  const refresh = createRefresher(useQueryClient())
  const [lost, setLost] = createSignal(false)
  createEffect(() => {
    const url = eventsUrl(organization())
    let source: EventSource | undefined
    let patience: ReturnType<typeof setTimeout> | undefined

    const close = () => {
      clearTimeout(patience)
      source?.close()
    }
    const giveUpIn = (ms: number) => {
      clearTimeout(patience)
      patience = setTimeout(() => {
        setLost(true)
        open()
      }, ms)
    }
    const open = () => {
      close()
      source = new EventSource(url)
      source.onmessage = message => {
        giveUpIn(silentMs)
        setLost(false)
        void refresh((JSON.parse(message.data) as EventHint).type)
      }
      source.onerror = () => giveUpIn(reopenMs)
      giveUpIn(silentMs)
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
