import { createAnnouncer } from '@prikke/queue'
import { connect } from '@prikke/schema'
import { readEnv, run } from '@prikke/service'
import { schedulerEnv } from './env.ts'
import { startRetention } from './retention.ts'
import { startTicking } from './tick.ts'

/** A loop that has not succeeded for this long is not ready. */
const staleAfterMs = 15_000

const env = readEnv(schedulerEnv)

await run({
  name: 'scheduler',
  env,
  start: async ({ log, metrics }) => {
    const pool = connect(env.DATABASE_URL, { applicationName: 'prikke-scheduler', max: 3 })
    const announcer = createAnnouncer(pool.sql)
    const retentionMs = env.RETENTION_DAYS * 24 * 60 * 60 * 1000
    const ticker = startTicking({ pool, announcer, retentionMs, log, metrics })
    const retention = startRetention({ pool, retentionMs, log })
    return {
      readiness: async () => {
        const sinceLastTickMs = Math.round(ticker.sinceLastSuccessMs())
        return { ready: sinceLastTickMs < staleAfterMs, sinceLastTickMs }
      },
      stop: async () => {
        await Promise.all([ticker.stop(), retention.stop()])
        await announcer.close()
        await pool.close()
      },
    }
  },
})
