import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { createSender } from '@prikke/outbound'
import {
  type AlertOutcome,
  alertSource,
  type ClaimedAlert,
  type ClaimedMail,
  createAnnouncer,
  type Handled,
  keepNode,
  listen,
  type MailOutcome,
  mailSource,
  readInstanceKey,
  type WorkEvent,
  work,
} from '@prikke/queue'
import { connect } from '@prikke/schema'
import { ownPorts, persist, processFacts, readEnv, run, secretKeysOf } from '@prikke/service'
import { createVault, whyForeign } from '@prikke/vault'
import { Counter } from 'prom-client'
import manifest from '../package.json' with { type: 'json' }
import { createChannels } from './channels.ts'
import { notifierEnv } from './env.ts'
import { logMailer, smtpMailer } from './mailer.ts'
import { sendMail } from './send-mail.ts'
import { tell } from './tell.ts'

const concurrency = 20
/** As many as the mailer has connections to the relay. */
const mailConcurrency = 5
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
  start: async ({ log, metrics, loop: watched, state, refuse }) => {
    const pool = connect(env.DATABASE_URL, {
      applicationName: 'prikke-notifier',
      planOnce: true,
      max: 3,
    })
    const vault = createVault(secretKeysOf(env))
    const problem = whyForeign(vault, await persist(() => readInstanceKey(pool.sql), log))
    if (problem !== null) return refuse(problem)
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
    const mails = new Counter({
      name: 'prikke_mails_total',
      help: 'Tries to send a mail about an account, by its kind and outcome',
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

    const reportMail = (mail: ClaimedMail, handled: Handled<MailOutcome>) => {
      const { kind: outcome, statusCode, answer } = handled.outcome
      const { id, kind, attempt } = mail
      const durationMs = Math.round(handled.endedAt - handled.startedAt)
      mails.inc({ kind, outcome })
      log.info({ mailId: id, kind, attempt, outcome, statusCode, answer, durationMs }, 'mail tried')
    }

    const complain = (event: WorkEvent) => {
      if ('error' in event) log.error({ err: event.error }, event.type)
    }

    const alertLoop = work({
      source: alertSource(pool, worker, announcer),
      concurrency,
      handle: async (alert, abort) => {
        const handled = await tell(alert, { channels, vault }, abort)
        report(alert, handled)
        return handled
      },
      listen: wakeUp => listen(pool, { alerts: wakeUp }, wakeUp),
      pulse: watched('claim', { staleAfterMs: 10_000 }),
      report: complain,
    })
    const letters = { vault, mailer, appUrl: appUrl.origin }
    const mailLoop = work({
      source: mailSource(pool, worker),
      concurrency: mailConcurrency,
      handle: async (mail, abort) => {
        const handled = await sendMail(mail, letters, abort)
        reportMail(mail, handled)
        return handled
      },
      listen: wakeUp => listen(pool, { mails: wakeUp }, wakeUp),
      pulse: watched('mails', { staleAfterMs: 10_000 }),
      report: complain,
    })
    const slots = () => [
      { name: 'alerts', busy: alertLoop.busyCount(), most: concurrency },
      { name: 'mails', busy: mailLoop.busyCount(), most: mailConcurrency },
    ]
    const node = keepNode(pool.sql, {
      app: 'notifier',
      version: manifest.version,
      facts: processFacts(notifierEnv, env),
      state: async () => ({ ...(await state()), slots: slots() }),
      onFailure: error => log.warn({ err: error }, 'could not write down this process'),
    })
    log.info({ node: node.id, worker }, 'claiming')
    return {
      readiness: async () => ({
        ready: true,
        busyCount: alertLoop.busyCount() + mailLoop.busyCount(),
      }),
      stop: async () => {
        await Promise.all([alertLoop.stop(graceMs), mailLoop.stop(graceMs)])
        mailer.close()
        await sender.close()
        await Promise.all([announcer.close(), node.leave()])
        await pool.close()
      },
    }
  },
})
