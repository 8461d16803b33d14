import { sql } from 'drizzle-orm'
import { check, date, index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'

/**
 * What is left of a job's UTC day when its executions are removed: how many ended how. A day whose
 * executions are removed bit by bit is added up. No foreign keys, as history has none: what drops a
 * day must wait for no job. Rows of a deleted job go with their day.
 */
export const jobDays = pgTable(
  'job_days',
  {
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id').notNull(),
    day: date('day').notNull(),
    success: integer('success').notNull(),
    failed: integer('failed').notNull(),
    timeout: integer('timeout').notNull(),
    missed: integer('missed').notNull(),
    skipped: integer('skipped').notNull(),
    cancelled: integer('cancelled').notNull(),
  },
  t => [
    primaryKey({ columns: [t.organizationId, t.jobId, t.day] }),
    index('job_days_day').on(t.day),
    check(
      'job_days_counts',
      sql`least(${t.success}, ${t.failed}, ${t.timeout}, ${t.missed}, ${t.skipped}, ${t.cancelled}) >= 0`,
    ),
  ],
)
