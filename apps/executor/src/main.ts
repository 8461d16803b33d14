import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { createSender } from '@prikke/outbound'
import { createAnnouncer, type Discarded, executionSource, listen, work } from '@prikke/queue'
import { connect } from '@prikke/schema'
import { ownPorts, readEnv, run } from '@prikke/service'
import { Counter, Gauge } from 'prom-client'
import manifest from '../package.json' with { type: 'json' }
import { deliver } from './deliver.ts'
import { executorEnv } from './env.ts'

/** What is in flight at SIGTERM may finish within this; the rest is given back. */
const graceMs = 25_000

const env = readEnv(executorEnv)
const worker = `executor-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`

await run({
  name: 'executor',
  env,
  start: async ({ log, metrics, loop: watched }) => {
    const pool = connect(env.DATABASE_URL, {
      applicationName: 'prikke-executor',
      planOnce: true,
      max: 4,
      planLimits: env.PRIKKE_PLAN_LIMITS,
    })
    const announcer = createAnnouncer(pool.sql)
    const sender = createSender({
      allow: env.PRIKKE_ALLOW_TARGETS,
      ownPorts: ownPorts(env),
      echoOrigin: new URL(env.APP_URL).origin,
    })
    const executions = new Counter({
      name: 'prikke_executor_events_total',
      help: 'Executions claimed and settled, stale results dropped, failures of the loop',
      labelNames: ['event'],
      registers: [metrics],
    })
    const onDiscarded = (event: Discarded, ids: string[]) => {
      executions.inc({ event }, ids.length)
      log.warn({ event, count: ids.length, ids: ids.slice(0, 10) }, 'results were not kept')
    }
    const loop = work({
      source: executionSource(pool, worker, announcer, onDiscarded),
      concurrency: env.EXECUTOR_CONCURRENCY,
      handle: (execution, abort) =>
        deliver(execution, { sender, version: manifest.version, abort }),
      listen: wakeUp => listen(pool, { executions: wakeUp }, wakeUp),
      pulse: watched('claim', { staleAfterMs: 10_000 }),
      report: event => {
        executions.inc({ event: event.type }, 'count' in event ? event.count : 1)
        if ('error' in event) log.error({ err: event.error }, event.type)
      },
    })
    new Gauge({
      name: 'prikke_executions_in_flight',
      help: 'Deliveries under way in this process',
      registers: [metrics],
      collect() {
        this.set(loop.busyCount())
      },
    })
    return {
      readiness: async () => ({ ready: true, inFlightCount: loop.busyCount() }),
      stop: async () => {
        await loop.stop(graceMs)
        await Promise.all([sender.close(), announcer.close()])
        await pool.close()
      },
    }
  },
})
