import { sql } from 'drizzle-orm'
import { check, integer, json, pgTable, primaryKey, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, organizations } from './accounts.ts'

/** Many executions that are run again, chosen by a filter and counted when that was asked for. */
export const replays = pgTable(
  'replays',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** As it was asked for, to be shown. */
    filter: json('filter').$type<Record<string, unknown>>().notNull(),
    totalCount: integer('total_count').notNull(),
    /** Of them in the queue, or past it. */
    replayedCount: integer('replayed_count').notNull().default(0),
    /** Of them whose job is gone. */
    skippedCount: integer('skipped_count').notNull().default(0),
    /** When it last put something into the queue: who waited longest goes next. */
    fedAt: instant('fed_at').notNull().default(sql`now()`),
    finishedAt: instant('finished_at'),
    cancelledAt: instant('cancelled_at'),
    createdAt: createdAt(),
  },
  t => [
    // One at a time for each organization: also the list that feeding looks at.
    uniqueIndex('replays_running').on(t.organizationId).where(sql`${t.finishedAt} is null`),
    uniqueIndex('replays_organization').on(t.organizationId, t.id),
    check(
      'replays_counts',
      sql`${t.replayedCount} >= 0 and ${t.skippedCount} >= 0
        and ${t.replayedCount} + ${t.skippedCount} <= ${t.totalCount}`,
    ),
    check('replays_cancelled', sql`${t.cancelledAt} is null or ${t.finishedAt} is not null`),
  ],
)

/** What a replay has still to do, a thousand executions in a row; each row goes with its thousand. */
export const replayChunks = pgTable(
  'replay_chunks',
  {
    replayId: uuid('replay_id')
      .notNull()
      .references(() => replays.id, { onDelete: 'cascade' }),
    /** In order of `scheduledFor`, the oldest first. */
    number: integer('number').notNull(),
    executionIds: uuid('execution_ids').array().notNull(),
    /** The job of each of them, in the same order. */
    jobIds: uuid('job_ids').array().notNull(),
  },
  t => [
    primaryKey({ columns: [t.replayId, t.number] }),
    check(
      'replay_chunks_size',
      sql`cardinality(${t.executionIds}) between 1 and 1000
        and cardinality(${t.jobIds}) = cardinality(${t.executionIds})`,
    ),
  ],
)
