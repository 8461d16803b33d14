import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant, organizations } from './accounts.ts'

/**
 * A job's headers, by name. The value of a secret one is sealed for this job and name and never read
 * back; of before there may be one in clear.
 */
export type StoredHeaders = Record<
  string,
  { value: string; secret: boolean } | { sealed: string; secret: true }
>

/** What a version of a job sends, with every secret left out. */
export type RequestTemplate = {
  method: string
  url: string
  headers: Record<string, string | { secret: true }>
  body: string | null
}

export const jobs = pgTable(
  'jobs',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    key: text('key'),
    name: text('name').notNull(),
    /** In order, each once. No index: every tick would write the entries of each tagged job anew. */
    tags: text('tags').array().notNull().default(sql`'{}'`),
    url: text('url').notNull(),
    method: text('method').notNull(),
    headers: jsonb('headers').$type<StoredHeaders>().notNull().default({}),
    body: text('body'),
    scheduleType: text('schedule_type', { enum: ['cron', 'once'] }).notNull(),
    cronExpression: text('cron_expression'),
    scheduledAt: instant('scheduled_at'),
    timezone: text('timezone').notNull(),
    /** Shortest time between two occurrences; null for `once`. */
    intervalMinutes: integer('interval_minutes'),
    enabled: boolean('enabled').notNull(),
    pauseNote: text('pause_note'),
    /** When a job that is off goes on by itself. Of one that is on it means nothing. */
    resumeAt: instant('resume_at'),
    /** Who switched it off, by their name then. Without a reference: it outlives person and key. */
    pausedBy: text('paused_by'),
    pausedById: uuid('paused_by_id'),
    retryAttempts: integer('retry_attempts').notNull(),
    timeoutMs: integer('timeout_ms').notNull(),
    overlap: text('overlap', { enum: ['allow', 'skip'] }).notNull(),
    catchUp: text('catch_up', { enum: ['latest', 'all', 'none'] }).notNull(),
    alertOn: text('alert_on', { enum: ['change', 'every'] }).notNull(),
    /** Made by `PUT /api/sync`: only such a job may be pruned by it. */
    synced: boolean('synced').notNull().default(false),
    version: integer('version').notNull().default(1),
    /** The first occurrence after `writtenThrough`; null when there is none or the job is off. */
    nextRunAt: instant('next_run_at'),
    /** Every occurrence up to here has its row; none after it has. */
    writtenThrough: instant('written_through').notNull(),
    /** Written only when it flips between working and failing, with the occurrence that did it. */
    lastStatus: text('last_status', { enum: ['success', 'failed', 'timeout'] }),
    lastStatusFor: instant('last_status_for'),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
  },
  t => [
    // Only jobs that have a key: every tick would write the entry of each of the others anew.
    uniqueIndex('jobs_key').on(t.organizationId, t.key).where(sql`${t.key} is not null`),
    index('jobs_organization').on(t.organizationId, t.id),
    index('jobs_due').on(t.overlap, t.nextRunAt).where(sql`${t.nextRunAt} is not null`),
    index('jobs_resume').on(t.resumeAt).where(sql`${t.resumeAt} is not null and not ${t.enabled}`),
    check('jobs_method', sql`${t.method} in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD')`),
    check(
      'jobs_schedule',
      sql`case ${t.scheduleType}
        when 'cron' then ${t.cronExpression} is not null and ${t.intervalMinutes} is not null and ${t.scheduledAt} is null
        when 'once' then ${t.scheduledAt} is not null and ${t.cronExpression} is null and ${t.intervalMinutes} is null
        else false end`,
    ),
    check('jobs_next_after_written', sql`${t.nextRunAt} > ${t.writtenThrough}`),
    check('jobs_off_has_no_next', sql`${t.enabled} or ${t.nextRunAt} is null`),
    check('jobs_name', sql`length(${t.name}) between 1 and 120`),
    check('jobs_tags', sql`cardinality(${t.tags}) <= 20`),
    check('jobs_retry_attempts', sql`${t.retryAttempts} between 0 and 20`),
    check('jobs_timeout', sql`${t.timeoutMs} between 1000 and 300000`),
    check('jobs_overlap', sql`${t.overlap} in ('allow', 'skip')`),
    check('jobs_catch_up', sql`${t.catchUp} in ('latest', 'all', 'none')`),
    check('jobs_alert_on', sql`${t.alertOn} in ('change', 'every')`),
    check('jobs_last_status', sql`${t.lastStatus} in ('success', 'failed', 'timeout')`),
  ],
)

/**
 * What each version of a job sends. An execution names the version it sent, so 20,000 executions
 * do not store the same request 20,000 times. Outlives its job as long as the history does.
 */
export const jobVersions = pgTable(
  'job_versions',
  {
    jobId: uuid('job_id').notNull(),
    version: integer('version').notNull(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    request: jsonb('request').$type<RequestTemplate>().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.jobId, t.version] }),
    // When an organization goes or is exported, its versions are found without those of all others.
    index('job_versions_organization').on(t.organizationId, t.jobId, t.version),
  ],
)
