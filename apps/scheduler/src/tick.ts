import { performance } from 'node:perf_hooks'
import {
  type Announcer,
  createBell,
  listen,
  nextDueInMs,
  refreshSchedules,
  resumeJobs,
  type Written,
  writeDueOccurrences,
} from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import type { Log, Pulse } from '@prikke/service'
import { Counter, type Registry } from 'prom-client'
import { makePartitions } from './partitions.ts'

const pollMs = 1_000

export type TickOptions = {
  pool: Pool
  /** For what may take longer than a tick. */
  slow: Pool
  announcer: Announcer
  retentionMs: number
  log: Log
  metrics: Registry
  /** A look at what is due that the database answered is a success. */
  pulse: Pulse
}

/**
 * Writes occurrences as they come due: woken by a changed job, by its own timer for the nearest
 * one, and by a poll every second behind both. Any number of schedulers may run.
 */
export function startTicking(options: TickOptions): { stop: () => Promise<void> } {
  const { pool, slow, announcer, retentionMs, log, metrics, pulse } = options
  const bell = createBell()
  const count = occurrenceCounter(metrics)
  let stopping = false

  const tick = async () => {
    const startedAt = performance.now()
    const resumed = await resumeJobs(pool.sql, { onWritten: pulse.succeed })
    for (const id of resumed.organizationIds) announcer.touch('jobs', id)
    if (resumed.jobCount > 0) log.info({ jobCount: resumed.jobCount }, 'pauses are over')
    const written = await writeDueOccurrences(pool, {
      retentionMs,
      onWritten: pulse.succeed,
      onParked: (schedule, error) =>
        log.error({ err: error, schedule }, 'a schedule cannot be read; its jobs are switched off'),
    })
    for (const id of written.organizationIds) {
      announcer.touch('executions', id)
      announcer.touch('jobs', id)
    }
    const { queuedCount, missedCount, skippedCount, overQuotaCount } = written
    count(written)
    if (queuedCount + missedCount + skippedCount === 0) return
    const tookMs = Math.round(performance.now() - startedAt)
    log.info({ queuedCount, missedCount, skippedCount, overQuotaCount, tookMs }, 'tick')
  }

  const loop = async () => {
    while (!stopping) {
      pulse.turn()
      try {
        let dueInMs = await nextDueInMs(pool.sql)
        if (dueInMs !== null && dueInMs <= 0) {
          await tick()
          dueInMs = await nextDueInMs(pool.sql)
        }
        pulse.succeed()
        // What another scheduler is writing still reads as due: give it a moment.
        await bell.wait(Math.min(pollMs, Math.max(20, dueInMs ?? pollMs)), ['work'])
      } catch (error) {
        pulse.turn()
        log.error({ err: error }, 'tick failed')
        await bell.wait(pollMs, [])
      }
    }
  }

  const listener = listen(pool, { jobs: () => bell.ring('work') }, () => bell.ring('work'))
  const prepare = async () => {
    await makePartitions(slow, retentionMs)
    pulse.turn()
    const movedCount = await refreshSchedules(pool)
    if (movedCount > 0)
      log.info({ movedCount }, 'next runs set by the time zone data of this release')
  }
  const looping = prepare()
    .catch(error => log.error({ err: error }, 'the start was not prepared'))
    .then(loop)
  return {
    stop: async () => {
      stopping = true
      bell.ring('work')
      await Promise.all([listener.close(), looping])
    },
  }
}

function occurrenceCounter(metrics: Registry): (written: Written) => void {
  const counter = new Counter({
    name: 'prikke_occurrences_total',
    help: 'Occurrences written, by what became of them',
    labelNames: ['disposition'],
    registers: [metrics],
  })
  return ({ queuedCount, missedCount, skippedCount, overQuotaCount }) => {
    counter.inc({ disposition: 'queued' }, queuedCount)
    counter.inc({ disposition: 'missed' }, missedCount)
    counter.inc({ disposition: 'skipped' }, skippedCount - overQuotaCount)
    counter.inc({ disposition: 'over_quota' }, overQuotaCount)
  }
}
