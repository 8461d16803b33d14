import type { Sender } from '@prikke/outbound'
import type { Announcer } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import type { Log, Readiness } from '@prikke/service'
import type { Vault } from '@prikke/vault'
import type { Sessions } from './auth/sessions.ts'
import type { Change } from './change/change.ts'
import type { Dashboard } from './dashboard.ts'
import type { Hub } from './hub.ts'
import type { Judge } from './jobs/definition.ts'
import type { Limits } from './limits.ts'
import type { createRateLimit } from './rate-limit.ts'

/** All that routes work with. */
export type Services = {
  pool: Pool
  sessions: Sessions
  limits: Limits
  /** Of each key and session; does nothing where no limits hold. */
  rateLimit: ReturnType<typeof createRateLimit>
  /** Seals what the database is to keep for itself. */
  vault: Vault
  announcer: Announcer
  /** The way of every change: see change/change.ts. */
  change: Change
  hub: Hub
  checkUrl: Judge['checkUrl']
  /** The way out of this process, as executors have it. */
  sender: Sender
  log: Log
  /** Of this process and its peers. */
  readiness: () => Promise<Readiness>
  dashboard: Dashboard | null
  /** Aborts when this process begins to stop: streams end, and it is ready no more. */
  closing: AbortSignal
  settings: {
    appUrl: string
    registration: 'open' | 'invite' | 'closed'
    /** What the first account must give; null when nothing. */
    setupToken: string | null
    /** Whether mail is sent; otherwise the notifier writes it to its log. */
    mail: boolean
    /** Days of history where no plan says how many. */
    retentionDays: number
    /** Whether the X-Forwarded-For of this address is believed. */
    isTrustedProxy: (address: string) => boolean
  }
}
