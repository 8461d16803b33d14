import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, organizations, users } from './accounts.ts'

/** What a request with an `Idempotency-Key` was answered, to be said again until `endsAt`. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** SHA-256 of whose key it is, the route and the key, hex. */
    hash: text('hash').primaryKey(),
    organizationId: uuid('organization_id').references(() => organizations.id, {
      onDelete: 'cascade',
    }),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** A `KeptAnswer` as JSON, sealed for this row: it may hold a secret that is shown once. */
    sealed: text('sealed').notNull(),
    endsAt: instant('ends_at').notNull().default(sql`now() + interval '24 hours'`),
  },
  t => [
    index('idempotency_keys_organization').on(t.organizationId),
    index('idempotency_keys_user').on(t.userId),
    check('idempotency_keys_hash_is_a_hash', sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
)
