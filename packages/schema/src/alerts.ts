import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { channels, createdAt, id, instant, organizations } from './accounts.ts'

/** What happened, frozen in the statement that settled it, so that it outlives its job. */
export type AlertEvent = {
  job: { id: string; name: string; url: string }
  execution: {
    id: string
    status: 'success' | 'failed' | 'timeout'
    scheduledFor: string
    statusCode: number | null
    errorCode: string | null
    errorMessage: string | null
    responseExcerpt: string | null
    attempt: number
  }
}

/** Who must hear of what: written with the fact itself, claimed like an execution, kept as record. */
export const alerts = pgTable(
  'alerts',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    channelId: uuid('channel_id').references(() => channels.id, { onDelete: 'set null' }),
    kind: text('kind', { enum: ['email', 'slack', 'discord', 'webhook'] }).notNull(),
    /** As people may read it: of a URL, what is secret is left out. */
    target: text('target').notNull(),
    /** The channel's sealed URL, and the channel that it is sealed for; gone once this is settled. */
    sealedUrl: text('sealed_url'),
    sealedFor: uuid('sealed_for'),
    type: text('type', { enum: ['execution.failed', 'job.recovered', 'channel.test'] }).notNull(),
    /** Null, like the execution, for a channel's test. */
    jobId: uuid('job_id'),
    executionId: uuid('execution_id'),
    event: jsonb('event').$type<AlertEvent>(),
    status: text('status', { enum: ['pending', 'sent', 'dead'] })
      .notNull()
      .default('pending'),
    /** Due when pending, end of the lease when claimed. */
    readyAt: instant('ready_at').notNull().default(sql`now()`),
    attempt: integer('attempt').notNull().default(0),
    worker: text('worker'),
    statusCode: smallint('status_code'),
    /** What the receiver answered, or why it could not be reached. */
    answer: text('answer'),
    settledAt: instant('settled_at'),
    createdAt: createdAt(),
  },
  t => [
    unique('alerts_once').on(t.executionId, t.type, t.channelId),
    index('alerts_ready').on(t.readyAt).where(sql`${t.status} = 'pending'`),
    index('alerts_organization').on(t.organizationId, t.id),
    index('alerts_job').on(t.jobId, t.id).where(sql`${t.jobId} is not null`),
    check('alerts_type', sql`${t.type} in ('execution.failed', 'job.recovered', 'channel.test')`),
    check('alerts_event', sql`(${t.event} is null) = (${t.type} = 'channel.test')`),
    check('alerts_status', sql`${t.status} in ('pending', 'sent', 'dead')`),
    check('alerts_settled', sql`(${t.status} = 'pending') = (${t.settledAt} is null)`),
    check('alerts_sealed', sql`(${t.sealedUrl} is null) = (${t.sealedFor} is null)`),
  ],
)
