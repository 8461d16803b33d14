import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './accounts.ts'

/** How often something limited was asked for, within the span that ends at `endsAt`. */
export const limitCounts = pgTable(
  'limit_counts',
  {
    /** SHA-256 of the limit and of whom it holds, hex: no address is kept here. */
    key: text('key').primaryKey(),
    count: integer('count').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  t => [check('limit_counts_key_is_a_hash', sql`${t.key} ~ '^[0-9a-f]{64}$'`)],
)
