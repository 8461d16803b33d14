import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './accounts.ts'

/** How a process stands, as it says itself; every span in ms. */
export type NodeState = {
  isReady: boolean
  reason: string | null
  /** `sinceSuccessMs` is null before the first. */
  loops: { name: string; sinceSuccessMs: number | null; staleAfterMs: number }[]
  slots: { name: string; busy: number; most: number }[]
  memoryBytes: number
  /** Its clock minus the database's, at the write before; null before it is known. */
  clockSkewMs: number | null
  roundTripMs: number | null
}

/** One variable as it may be seen: of a secret only whether it is set. */
export type ShownSetting = {
  name: string
  /** Null where it is secret. */
  value: string | null
  from: 'environment' | 'file' | 'default'
}

/** What of a process stays as it is. */
export type NodeFacts = {
  host: string
  pid: number
  nodeVersion: string
  tzdata: string
  settings: ShownSetting[]
}

/** The processes that run: each writes its row every ten seconds and takes it away when it stops. */
export const nodes = pgTable(
  'nodes',
  {
    id: uuid('id').primaryKey(),
    app: text('app', { enum: ['api', 'scheduler', 'executor', 'notifier'] }).notNull(),
    version: text('version').notNull(),
    startedAt: instant('started_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    facts: jsonb('facts').$type<NodeFacts>().notNull(),
    state: jsonb('state').$type<NodeState>().notNull(),
  },
  t => [check('nodes_app', sql`${t.app} in ('api', 'scheduler', 'executor', 'notifier')`)],
)
