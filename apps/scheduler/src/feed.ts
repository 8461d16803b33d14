import { type Announcer, crashPoint, createBell, feedNextReplay } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import type { Log, Pulse } from '@prikke/service'

/** How soon a new replay is found, and what waits in the queue is looked at again. */
const pollMs = 2_000
const againMs = 100

/**
 * Feeds replays of many to the queue, a thousand at a time, as fast as the executors take them. Any
 * number of schedulers may run.
 */
export function startFeeding(options: {
  pool: Pool
  announcer: Announcer
  log: Log
  /** A look at the replays under way is a success. */
  pulse: Pulse
}): { stop: () => Promise<void> } {
  const { pool, announcer, log, pulse } = options
  const bell = createBell()
  let stopping = false

  /** Returns how long nothing is to be done, in ms. */
  const feed = async (): Promise<number> => {
    const feeding = feedNextReplay(pool)
    crashPoint('replay-feeding')
    const fed = await feeding
    if (fed.outcome !== 'fed') return fed.outcome === 'held' ? againMs : pollMs
    crashPoint('replay-fed')
    const { organizationId, replayId, queuedCount, skippedCount, isDone } = fed
    announcer.touch('replays', organizationId)
    announcer.touch('executions', organizationId)
    log.info({ replayId, queuedCount, skippedCount, isDone }, 'replay fed')
    return 0
  }

  const loop = async () => {
    while (!stopping) {
      pulse.turn()
      try {
        const waitMs = await feed()
        pulse.succeed()
        if (waitMs > 0) await bell.wait(waitMs, ['work'])
      } catch (error) {
        pulse.turn()
        log.error({ err: error }, 'feeding failed')
        await bell.wait(pollMs, ['work'])
      }
    }
  }
  const looping = loop()
  return {
    stop: async () => {
      stopping = true
      bell.ring('work')
      await looping
    },
  }
}
