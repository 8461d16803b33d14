import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { createSender } from '@prikke/outbound'
import {
  type ClaimedExecution,
  createAnnouncer,
  type Discarded,
  executionSource,
  keepNode,
  listen,
  readInstanceKey,
  work,
} from '@prikke/queue'
import { connect } from '@prikke/schema'
import { ownPorts, persist, processFacts, readEnv, run, secretKeysOf } from '@prikke/service'
import { createVault, type SealError, whyForeign } from '@prikke/vault'
import { Counter, Gauge } from 'prom-client'
import manifest from '../package.json' with { type: 'json' }
import { deliver } from './deliver.ts'
import { executorEnv } from './env.ts'
import { createSigningSecrets } from './signing-secrets.ts'

/** What is in flight at SIGTERM may finish within this; the rest is given back. */
const graceMs = 25_000
/** Thousands of executions may lack one key: the log says so once in a while. */
const sayUnopenedEveryMs = 60_000

const env = readEnv(executorEnv)
const worker = `executor-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`

await run({
  name: 'executor',
  env,
  start: async ({ log, metrics, loop: watched, state, refuse }) => {
    const pool = connect(env.DATABASE_URL, {
      applicationName: 'prikke-executor',
      planOnce: true,
      max: 4,
      planLimits: env.PRIKKE_PLAN_LIMITS,
    })
    const vault = createVault(secretKeysOf(env))
    const problem = whyForeign(vault, await persist(() => readInstanceKey(pool.sql), log))
    if (problem !== null) return refuse(problem)
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
    let unopenedSaidAt = Number.NEGATIVE_INFINITY
    const noteUnopened = ({ id, jobId }: ClaimedExecution, error: SealError) => {
      executions.inc({ event: 'secret_unreadable' })
      if (performance.now() - unopenedSaidAt < sayUnopenedEveryMs) return
      unopenedSaidAt = performance.now()
      log.error({ err: error, executionId: id, jobId }, 'a secret did not open')
    }
    const opening = { vault, signingSecrets: createSigningSecrets(vault), noteUnopened }
    const loop = work({
      source: executionSource(pool, worker, announcer, onDiscarded),
      concurrency: env.EXECUTOR_CONCURRENCY,
      handle: (execution, abort) =>
        deliver(execution, { ...opening, sender, version: manifest.version, abort }),
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
    const slots = () => [
      { name: 'deliveries', busy: loop.busyCount(), most: env.EXECUTOR_CONCURRENCY },
    ]
    const node = keepNode(pool.sql, {
      app: 'executor',
      version: manifest.version,
      facts: processFacts(executorEnv, env),
      state: async () => ({ ...(await state()), slots: slots() }),
      onFailure: error => log.warn({ err: error }, 'could not write down this process'),
    })
    log.info({ node: node.id, worker }, 'claiming')
    return {
      readiness: async () => ({ ready: true, inFlightCount: loop.busyCount() }),
      stop: async () => {
        await loop.stop(graceMs)
        await Promise.all([sender.close(), announcer.close(), node.leave()])
        await pool.close()
      },
    }
  },
})
