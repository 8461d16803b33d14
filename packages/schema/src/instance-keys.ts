import { pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from './accounts.ts'

/**
 * Keys that belong to this database, sealed under the secret key. The one for fingerprints outlives
 * it; opening it shows whether a process has the right secret key.
 */
export const instanceKeys = pgTable('instance_keys', {
  purpose: text('purpose', { enum: ['fingerprint'] }).primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: createdAt(),
})
