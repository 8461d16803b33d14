import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { createSender } from '@prikke/outbound'
import {
  type AlertOutcome,
  alertSource,
  type ClaimedAlert,
  createAnnouncer,
  type Handled,
  listen,
  work,
} from '@prikke/queue'
import { connect } from '@prikke/schema'
import { ownPorts, readEnv, run } from '@prikke/service'
import { Counter } from 'prom-client'
import manifest from '../package.json' with { type: 'json' }
import { createChannels } from './channels.ts'
import { notifierEnv } from './env.ts'
import { logMailer, smtpMailer } from './mailer.ts'
import { tell } from './tell.ts'

const concurrency = 20
/** What is under way at SIGTERM may finish within this; the rest is given back. */
const graceMs = 20_000
/** Enough of an answer to show. */
const maxResponseBytes = 4_096

const env = readEnv(notifierEnv)
const appUrl = new URL(env.APP_URL)
const from = env.MAIL_FROM || `Prikke <prikke@${appUrl.hostname}>`
const worker = `notifier-${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`

await run({
  name: 'notifier',
  env,
  start: async ({ log, metrics, loop: watched }) => {
    const pool = connect(env.DATABASE_URL, {
      applicationName: 'prikke-notifier',
      planOnce: true,
      max: 3,
    })
    const announcer = createAnnouncer(pool.sql)
    const reach = {
      allow: env.PRIKKE_ALLOW_TARGETS,
      ownPorts: ownPorts(env),
      echoOrigin: appUrl.origin,
    }
    const sender = createSender(reach, { maxResponseBytes })
    const mailer = env.SMTP_URL === '' ? logMailer(log) : smtpMailer(env.SMTP_URL, from, log)
    const channels = createChannels({
      sender,
      mailer,
      appUrl: appUrl.origin,
      version: manifest.version,
    })
    const alerts = new Counter({
      name: 'prikke_alerts_total',
      help: 'Tries to tell an alert, by kind of channel and outcome',
      labelNames: ['kind', 'outcome'],
      registers: [metrics],
    })

    const report = (alert: ClaimedAlert, handled: Handled<AlertOutcome>) => {
      const { kind: outcome, statusCode, answer } = handled.outcome
      const { id, organizationId, kind, type, attempt } = alert
      const durationMs = Math.round(handled.endedAt - handled.startedAt)
      alerts.inc({ kind, outcome })
      const line = { alertId: id, organizationId, kind, type, attempt, outcome, statusCode }
      log.info({ ...line, answer, durationMs }, 'alert')
    }

    const loop = work({
      source: alertSource(pool, worker, announcer),
      concurrency,
      handle: async (alert, abort) => {
        const handled = await tell(alert, channels, abort)
        report(alert, handled)
        return handled
      },
      listen: wakeUp => listen(pool, { alerts: wakeUp }, wakeUp),
      pulse: watched('claim', { staleAfterMs: 10_000 }),
      report: event => {
        if ('error' in event) log.error({ err: event.error }, event.type)
      },
    })
    return {
      readiness: async () => ({ ready: true, busyCount: loop.busyCount() }),
      stop: async () => {
        await loop.stop(graceMs)
        mailer.close()
        await sender.close()
        await announcer.close()
        await pool.close()
      },
    }
  },
})
