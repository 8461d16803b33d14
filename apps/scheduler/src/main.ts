import { createAnnouncer, keepNode } from '@prikke/queue'
import { connect, plans } from '@prikke/schema'
import { processFacts, readEnv, run } from '@prikke/service'
import manifest from '../package.json' with { type: 'json' }
import { schedulerEnv } from './env.ts'
import { startFeeding } from './feed.ts'
import { startRetention } from './retention.ts'
import { startTicking } from './tick.ts'

const hourMs = 60 * 60 * 1000

const env = readEnv(schedulerEnv)

await run({
  name: 'scheduler',
  env,
  start: async ({ log, metrics, loop, state }) => {
    const applicationName = 'prikke-scheduler'
    const planLimits = env.PRIKKE_PLAN_LIMITS
    const common = { applicationName, planLimits }
    const pool = connect(env.DATABASE_URL, { ...common, max: 3 })
    // Partitions and old rows take their time, and the tick must not wait behind them.
    const slow = connect(env.DATABASE_URL, { ...common, max: 2, statementMs: 30_000 })
    const announcer = createAnnouncer(pool.sql)
    const retentionDays = planLimits ? plans.pro.historyDays : env.RETENTION_DAYS
    const retentionMs = retentionDays * 24 * hourMs
    const ticker = startTicking({
      pool,
      slow,
      announcer,
      retentionMs,
      log,
      metrics,
      pulse: loop('tick', { staleAfterMs: 15_000 }),
    })
    const retention = startRetention({
      pool: slow,
      retentionMs,
      log,
      pulse: loop('retention', { staleAfterMs: 3 * hourMs, hangsAfterMs: 2 * hourMs }),
    })
    const feeder = startFeeding({
      pool,
      announcer,
      log,
      pulse: loop('replays', { staleAfterMs: 60_000 }),
    })
    const node = keepNode(pool.sql, {
      app: 'scheduler',
      version: manifest.version,
      facts: processFacts(schedulerEnv, env),
      state: async () => ({ ...(await state()), slots: [] }),
      onFailure: error => log.warn({ err: error }, 'could not write down this process'),
    })
    log.info({ node: node.id }, 'ticking')
    return {
      stop: async () => {
        await Promise.all([ticker.stop(), feeder.stop(), retention.stop()])
        await Promise.all([announcer.close(), node.leave()])
        await Promise.all([pool.close(), slow.close()])
      },
    }
  },
})
