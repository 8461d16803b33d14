import { sql } from 'drizzle-orm'
import { check, date, integer, pgTable, primaryKey, smallint, uuid } from 'drizzle-orm/pg-core'
import { organizations } from './accounts.ts'

/**
 * How many executions an organization had in a month, by the UTC day of `scheduled_for`: those that
 * were written to run. The parts add up; writers that need not know of one another have their own.
 */
export const usageCounts = pgTable(
  'usage_counts',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Its first day. */
    month: date('month').notNull(),
    part: smallint('part').notNull(),
    /** Below nothing where a part takes back what another has counted. */
    executions: integer('executions').notNull(),
    /** Occurrences that were skipped, for the month was used up. */
    overQuota: integer('over_quota').notNull().default(0),
    /** How many executions there might be when that was last counted; null where no limit held. */
    most: integer('most'),
    /** Of each day, from the first to the 31st. */
    byDay: integer('by_day').array().notNull(),
    /** How much of the limit, in per cent, the owners have been told of. */
    toldPercent: smallint('told_percent').notNull().default(0),
  },
  t => [
    primaryKey({ columns: [t.organizationId, t.month, t.part] }),
    check('usage_counts_month', sql`extract(day from ${t.month}) = 1`),
    check('usage_counts_days', sql`cardinality(${t.byDay}) = 31`),
    check('usage_counts_over_quota', sql`${t.overQuota} >= 0`),
    check('usage_counts_told', sql`${t.toldPercent} in (0, 80, 100)`),
  ],
)
