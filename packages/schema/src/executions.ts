import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, organizations } from './accounts.ts'
import type { StoredHeaders } from './jobs.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const triggers = ['schedule', 'manual', 'replay'] as const
const finalStatuses = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled'] as const

/** Milliseconds spent in each phase of one request; null, or left out, where a phase did not happen. */
export type StoredTimings = {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  firstByteMs: number | null
  totalMs: number
}

/** What one attempt brought back. JSON as it came: it is read whole, and jsonb costs twice as much to write. */
const outcomeColumns = () => ({
  statusCode: smallint('status_code'),
  errorCode: text('error_code'),
  errorMessage: text('error_message'),
  timings: json('timings').$type<Partial<StoredTimings>>(),
  responseHeaders: json('response_headers').$type<Record<string, string | string[]>>(),
  responseBody: bytea('response_body'),
  responseBytes: bigint('response_bytes', { mode: 'number' }),
  responseTruncated: boolean('response_truncated').notNull().default(false),
  responseEncoding: text('response_encoding'),
})

/**
 * What is pending or running, and nothing else: the table stays a few MB. A row leaves it in the
 * statement that writes `execution_history`. No foreign key to jobs: edits lock the job instead.
 */
export const executionQueue = pgTable(
  'execution_queue',
  {
    id: uuid('id').primaryKey().default(sql`uuidv7()`),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id').notNull(),
    trigger: text('trigger', { enum: triggers }).notNull(),
    replayOf: uuid('replay_of'),
    /** The replay of many that made it. */
    replayId: uuid('replay_id'),
    /** True when it sends what `execution_requests` has for it, and not what its job does. */
    ownRequest: boolean('own_request'),
    scheduledFor: instant('scheduled_for').notNull(),
    /** Share of the claims it competes in (docs/execution-states.md). */
    class: smallint('class').notNull(),
    /** Due when pending, end of the lease when running. */
    readyAt: instant('ready_at').notNull(),
    /** Rises at every claim and never falls: the fence against a worker that lost its lease. */
    attempt: integer('attempt').notNull().default(0),
    /** Attempts whose request had an outcome: these spend the job's retries. */
    spentCount: integer('spent_count').notNull().default(0),
    /** Attempts lost to a crash: five of them end the execution. */
    lostCount: integer('lost_count').notNull().default(0),
    timeoutMs: integer('timeout_ms').notNull(),
    maxAttempts: integer('max_attempts').notNull(),
    /** Null while pending. */
    worker: text('worker'),
    claimedAt: instant('claimed_at'),
    /** Start of the first attempt. */
    startedAt: instant('started_at'),
    jobVersion: integer('job_version'),
  },
  t => [
    index('execution_queue_ready').on(t.class, t.readyAt),
    // Serves the lookup by job, and holds "one row per occurrence": manual runs are null, so free.
    uniqueIndex('execution_queue_occurrence').on(
      t.jobId,
      t.scheduledFor,
      sql`(case when ${t.trigger} = 'schedule' then 0 end)`,
    ),
    check('execution_queue_trigger', sql`${t.trigger} in ('schedule', 'manual', 'replay')`),
    check('execution_queue_claim', sql`(${t.worker} is null) = (${t.claimedAt} is null)`),
    check('execution_queue_class', sql`${t.class} between 0 and 5`),
  ],
)

/** What is over. Partitioned by the UTC day of `scheduledFor`; never updated. */
export const executionHistory = pgTable(
  'execution_history',
  {
    id: uuid('id').notNull().default(sql`uuidv7()`),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id').notNull(),
    jobVersion: integer('job_version'),
    trigger: text('trigger', { enum: triggers }).notNull(),
    replayOf: uuid('replay_of'),
    replayId: uuid('replay_id'),
    status: text('status', { enum: finalStatuses }).notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    startedAt: instant('started_at'),
    /** Start of the last attempt. */
    attemptStartedAt: instant('attempt_started_at'),
    finishedAt: instant('finished_at').notNull(),
    attempt: integer('attempt').notNull(),
    maxAttempts: integer('max_attempts').notNull(),
    worker: text('worker'),
    ...outcomeColumns(),
  },
  t => [
    index('execution_history_id').on(t.id),
    uniqueIndex('execution_history_occurrence').on(
      t.jobId,
      t.scheduledFor,
      sql`(case when ${t.trigger} = 'schedule' then 0 end)`,
    ),
    index('execution_history_organization').on(t.organizationId, t.scheduledFor, t.id),
    // Failures are few among many: filtering for them must not read all that succeeded.
    index('execution_history_unsuccessful')
      .on(t.organizationId, t.status, t.scheduledFor, t.id)
      .where(sql`${t.status} <> 'success'`),
    check('execution_history_trigger', sql`${t.trigger} in ('schedule', 'manual', 'replay')`),
    check(
      'execution_history_status',
      sql`${t.status} in ('success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled')`,
    ),
    check('execution_history_reason', sql`${t.status} = 'success' or ${t.errorCode} is not null`),
  ],
)

/** What one execution sends: whole, so that a later edit of its job changes nothing of its retries. */
export type OwnRequest = {
  method: string
  url: string
  /** What is secret is sealed for the execution. */
  headers: StoredHeaders
  body: string | null
}

/** The requests of executions that were edited before they were replayed. Goes with the execution. */
export const executionRequests = pgTable(
  'execution_requests',
  {
    executionId: uuid('execution_id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    request: jsonb('request').$type<OwnRequest>().notNull(),
  },
  t => [index('execution_requests_organization').on(t.organizationId)],
)

/** Every attempt but the last, which lives in its execution's own row. Partitioned alike. */
export const attempts = pgTable(
  'attempts',
  {
    executionId: uuid('execution_id').notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    organizationId: uuid('organization_id').notNull(),
    number: integer('number').notNull(),
    jobVersion: integer('job_version'),
    worker: text('worker'),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull(),
    ...outcomeColumns(),
    errorCode: text('error_code').notNull(),
  },
  t => [uniqueIndex('attempts_number').on(t.executionId, t.number, t.scheduledFor)],
)
