import { performance } from 'node:perf_hooks'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { readinessOf, serveHealth } from './health.ts'
import { createLog, type Log } from './log.ts'
import { createLoops, type LoopOptions, type LoopState, type Pulse } from './loops.ts'

/** A process that drains longer than this is cut off. */
const stopWithinMs = 30_000
/** An orphan is gone within 2 s: it looks this often, and then has this long to stop in order. */
const parentCheckMs = 500
const orphanStopMs = 1_000
/** Exit code of a process whose configuration is wrong (sysexits EX_CONFIG): trying again is vain. */
const badConfiguration = 78

export type Readiness = { ready: boolean; [detail: string]: unknown }

/** What an app gives to `run`. */
export type Service = {
  /** Whether it can do its work beside its loops, with details for `/ready`. May throw: then it cannot. */
  readiness?: () => Promise<Readiness>
  /** Stops taking work, finishes or gives back what it holds, closes what it opened. */
  stop: () => Promise<void>
}

export type ProcessState = {
  isReady: boolean
  /** Why it is not ready. */
  reason: string | null
  loops: LoopState[]
  /** Resident. */
  memoryBytes: number
}

export type Context = {
  log: Log
  metrics: Registry
  /** Names a loop, to be watched from now on. */
  loop: (name: string, options: LoopOptions) => Pulse
  /** What `/ready` of this process says, within 3 s. */
  readiness: () => Promise<Readiness>
  /** How this process stands, for those who run it. */
  state: () => Promise<ProcessState>
  /** Leaves because of what the operator has to mend, said in plain words. */
  refuse: (problem: string) => never
}

export type RunOptions = {
  name: string
  env: {
    HOST: string
    HEALTH_PORT: number
    LOG_LEVEL: string
    METRICS_TOKEN?: string | undefined
    PRIKKE_PARENT_PID?: number | undefined
  }
  start: (context: Context) => Promise<Service>
}

/**
 * Runs one process of Prikke: health port, signals, ordered stop. The first SIGTERM or SIGINT
 * drains, the second leaves at once. A loop that hangs makes it leave for its supervisor to start
 * it again. Never returns normally; the process exits.
 */
export async function run({ name, env, start }: RunOptions): Promise<void> {
  const log = createLog(name, env.LOG_LEVEL)
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const loops = createLoops(metrics)
  let service: Service | null = null
  let stopping = false

  const stop = async (reason: string, withinMs = stopWithinMs, code = 0) => {
    if (stopping) {
      // A supervisor repeats a Ctrl-C that this process has already had, and kills by itself.
      if (env.PRIKKE_PARENT_PID !== undefined) return
      log.warn({ reason }, 'leaving at once')
      process.exit(1)
    }
    stopping = true
    log.info({ reason }, 'stopping')
    const startedAt = performance.now()
    setTimeout(() => {
      log.error('could not stop in time')
      process.exit(1)
    }, withinMs).unref()
    try {
      await service?.stop()
      await health.close()
      log.info({ tookMs: Math.round(performance.now() - startedAt) }, 'stopped')
      process.exit(code)
    } catch (error) {
      log.error({ err: error }, 'stopped with an error')
      process.exit(1)
    }
  }

  const readiness = async (): Promise<Readiness> => {
    if (stopping) return { ready: false, reason: 'draining' }
    if (service === null) return { ready: false, reason: 'starting' }
    const own = loops.readiness()
    return own.ready ? { ...own, ...(await service.readiness?.()) } : own
  }

  const health = await serveHealth({
    port: env.HEALTH_PORT,
    loopbackOnly: ['127.0.0.1', '::1', 'localhost'].includes(env.HOST),
    metrics,
    metricsToken: env.METRICS_TOKEN,
    readiness,
  })
  log.info({ healthPort: health.port, pid: process.pid }, 'starting')

  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, error => {
      log.fatal({ err: error }, 'a bug: this process leaves')
      process.exit(1)
    })
  }
  leaveWithParent(env.PRIKKE_PARENT_PID, () => {
    void stop('the parent process is gone', orphanStopMs)
    setTimeout(() => process.exit(1), orphanStopMs)
  })

  loops.watch((loop, standingMs) => {
    log.fatal({ loop, standingMs }, 'a loop hangs: this process leaves')
    void stop('a loop hangs', stopWithinMs, 1)
  })

  service = await start({
    log,
    metrics,
    loop: loops.add,
    readiness: () => readinessOf(readiness),
    state: async () => {
      const { ready, reason } = await readinessOf(readiness)
      return {
        isReady: ready,
        reason: typeof reason === 'string' ? reason : null,
        loops: loops.states(),
        memoryBytes: process.memoryUsage.rss(),
      }
    },
    refuse: problem => {
      log.fatal(problem)
      process.exit(badConfiguration)
    },
  })
  log.info('started')
}

/** A supervisor that was killed cannot stop its children: they look for it themselves. */
function leaveWithParent(parent: number | undefined, leave: () => void): void {
  if (parent === undefined) return
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    leave()
  }, parentCheckMs)
  timer.unref()
}
