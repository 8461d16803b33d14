import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'

const firstRetryMs = 100
const longestRetryMs = 2_000

/** Asks again until there is an answer: a database that is away is no reason to leave. */
export async function persist<T>(ask: () => Promise<T>, log: Log): Promise<T> {
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
    try {
      return await ask()
    } catch (error) {
      log.warn({ err: error, retryMs }, 'no answer from the database yet')
      await sleep(retryMs)
    }
  }
}
