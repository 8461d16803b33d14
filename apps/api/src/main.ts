import { createGuard, createSender } from '@prikke/outbound'
import { createAnnouncer, keepNode, listen, parseHints } from '@prikke/queue'
import { connect, type Pool } from '@prikke/schema'
import {
  type Log,
  ownPorts,
  persist,
  processFacts,
  readEnv,
  run,
  secretKeysOf,
} from '@prikke/service'
import manifest from '../package.json' with { type: 'json' }
import { createApp } from './app.ts'
import { hasAccounts } from './auth/registration.ts'
import { createSessions } from './auth/sessions.ts'
import { setupTokenOf } from './auth/setup-token.ts'
import { loadDashboard } from './dashboard.ts'
import { apiEnv } from './env.ts'
import { createHttpServer } from './http-server.ts'
import { createHub } from './hub.ts'
import { createLimits } from './limits.ts'
import { createRateLimit } from './rate-limit.ts'
import { isDatabaseReady, withPeers } from './readiness.ts'
import { openVault } from './secrets/open-vault.ts'

const sessionCleanupMs = 60 * 60 * 1000
/** What is under way at SIGTERM may finish within this. */
const graceMs = 10_000

const env = readEnv(apiEnv)

await run({
  name: 'api',
  env,
  start: async ({ log, loop, readiness, state, refuse }) => {
    const applicationName = 'prikke-api'
    const common = { applicationName, max: 10, planLimits: env.PRIKKE_PLAN_LIMITS }
    const direct = connect(env.DATABASE_URL, common)
    const pool =
      env.DATABASE_POOL_URL === undefined
        ? direct
        : connect(env.DATABASE_POOL_URL, { ...common, prepare: false })
    const opened = await persist(() => openVault(pool, secretKeysOf(env)), log)
    if (!opened.ok) return refuse(opened.problem)
    const announcer = createAnnouncer(pool.sql)
    const hub = createHub()
    const listener = listen(
      direct,
      { events: payload => hub.publish(parseHints(payload)) },
      hub.publishAll,
      loop('listen', { staleAfterMs: 60_000 }),
    )
    const sessions = createSessions(pool, { secure: env.APP_URL.startsWith('https:') })
    const closing = new AbortController()
    const setupToken = setupTokenOf(env)
    const reach = {
      allow: env.PRIKKE_ALLOW_TARGETS,
      ownPorts: [...ownPorts(env), env.PORT],
      echoOrigin: new URL(env.APP_URL).origin,
    }
    const sender = createSender(reach)
    const app = createApp({
      pool,
      sessions,
      limits: createLimits(pool),
      rateLimit: createRateLimit({ isOn: pool.planLimits }),
      vault: opened.vault,
      announcer,
      hub,
      log,
      closing: closing.signal,
      checkUrl: createGuard(reach).checkUrl,
      sender,
      readiness: async () => withPeers(await readiness(), env.PRIKKE_PEERS),
      dashboard: env.PRIKKE_WEB_DIR === undefined ? null : await loadDashboard(env.PRIKKE_WEB_DIR),
      settings: {
        appUrl: env.APP_URL,
        registration: env.REGISTRATION,
        setupToken,
        mail: env.SMTP_URL !== '',
        retentionDays: env.RETENTION_DAYS,
        isTrustedProxy: env.TRUST_PROXY,
      },
    })
    warnOfPlainHttp(log)
    // One that the operator chose is known to them, and has no business in a log.
    if (env.SETUP_TOKEN === undefined) await sayHowToBegin(pool, log, setupToken)
    const cleanup = setInterval(() => {
      sessions.deleteExpired().catch(error => log.error({ err: error }, 'session cleanup failed'))
    }, sessionCleanupMs)

    const { server, close } = createHttpServer(app)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(env.PORT, env.HOST, resolve)
    })
    const node = keepNode(pool.sql, {
      app: 'api',
      version: manifest.version,
      facts: processFacts(apiEnv, env),
      state: async () => ({ ...(await state()), slots: [] }),
      onFailure: error => log.warn({ err: error }, 'could not write down this process'),
    })
    log.info({ port: env.PORT, host: env.HOST, node: node.id }, 'listening')
    return {
      readiness: () => isDatabaseReady(pool),
      stop: async () => {
        closing.abort()
        clearInterval(cleanup)
        await close(graceMs)
        await Promise.all([listener.close(), announcer.close(), sender.close(), node.leave()])
        await pool.close()
        if (direct !== pool) await direct.close()
      },
    }
  },
})

function warnOfPlainHttp(log: Log): void {
  const { protocol, hostname } = new URL(env.APP_URL)
  if (protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return
  log.warn({ appUrl: env.APP_URL }, 'APP_URL is not https: sessions travel in clear')
}

/** While there is no account, the log names what the first one must give. */
async function sayHowToBegin(pool: Pool, log: Log, setupToken: string | null): Promise<void> {
  if (setupToken === null || (await hasAccounts(pool))) return
  log.info({ setupToken }, 'no account yet: make the first one with this setup token')
}
