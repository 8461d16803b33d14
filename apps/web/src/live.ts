import type { EventHint } from '@prikke/contract'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { eventsUrl } from './api.ts'

/** Longer than the heartbeats are apart: a stream without a word is lost as well. */
const silentMs = 40_000
const pollMs = 15_000
/** A stream comes to an end now and then: the first try after it is soon, and nobody is told. */
const soonMs = 500
const retryMs = [2_000, 5_000, 10_000]

/**
 * Keeps what is shown fresh while mounted: refetches on every hint of the organization's stream
 * and, while the stream is lost, every 15 s. Quiet while the tab is hidden.
 * @returns while the stream is lost, when it is tried again, in ms since 1970; else null.
 */
export function createLive(organization: Accessor<string>): Accessor<number | null> {
  const refresh = createRefresher(useQueryClient())
  const [lost, setLost] = createSignal<number | null>(null)
  createEffect(() => {
    const url = eventsUrl(organization())
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0

    const close = () => {
      clearTimeout(timer)
      source?.close()
    }
    const fail = () => {
      close()
      const delayMs = retryMs[Math.min(failures, retryMs.length) - 1] ?? soonMs
      if (failures > 0) setLost(Date.now() + delayMs)
      failures += 1
      timer = setTimeout(open, delayMs)
    }
    const waitForWord = () => {
      clearTimeout(timer)
      timer = setTimeout(fail, silentMs)
    }
    const open = () => {
      close()
      source = new EventSource(url)
      source.onmessage = message => {
        waitForWord()
        failures = 0
        setLost(null)
        void refresh((JSON.parse(message.data) as EventHint).type)
      }
      source.onerror = fail
      waitForWord()
    }
    const follow = () => (document.hidden ? close() : open())
    const polling = setInterval(() => {
      if (lost() !== null && !document.hidden) void refresh('hello')
    }, pollMs)

    follow()
    document.addEventListener('visibilitychange', follow)
    addEventListener('online', follow)
    onCleanup(() => {
      document.removeEventListener('visibilitychange', follow)
      removeEventListener('online', follow)
      clearInterval(polling)
      close()
    })
  })
  return lost
}

/** What each hint makes stale, as the first part of the keys; `hello` may have missed anything. */
const staleAfter: Readonly<Record<string, readonly string[]>> = {
  hello: ['jobs', 'executions', 'channels', 'replays', 'trouble', 'sums'],
  jobs: ['jobs', 'trouble', 'sums'],
  executions: ['executions', 'jobs', 'trouble', 'sums'],
  alerts: ['channels', 'alerts'],
  replays: ['replays'],
}
/** What is looked at now and then only, however many hints come. */
const restMs: Readonly<Record<string, number>> = { trouble: 3_000, sums: 3_000 }

/** Refetches one round at a time: hints faster than the answers never starve a refetch. */
function createRefresher(client: QueryClient): (hint: string) => Promise<void> {
  const stale = new Set<string>()
  const resting = new Set<string>()
  let running = false
  const take = (): string[] => {
    const keys = [...stale].filter(key => !resting.has(key))
    for (const key of keys) stale.delete(key)
    return keys
  }
  const rest = (key: string) => {
    const ms = restMs[key]
    if (ms === undefined) return
    resting.add(key)
    setTimeout(() => {
      resting.delete(key)
      if (stale.has(key)) void run()
    }, ms)
  }
  const run = async () => {
    // What is not looked at stays stale: the stream says hello once it is looked at again.
    if (running || document.hidden) return
    running = true
    for (let keys = take(); keys.length > 0; keys = document.hidden ? [] : take()) {
      keys.forEach(rest)
      await Promise.all(keys.map(key => client.invalidateQueries({ queryKey: [key] })))
    }
    running = false
  }
  return hint => {
    for (const key of staleAfter[hint] ?? []) stale.add(key)
    return run()
  }
}
