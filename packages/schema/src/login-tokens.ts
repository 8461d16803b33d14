import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, users } from './accounts.ts'

/** An account that is to be made once its address is proved. */
export type PendingRegistration = {
  name?: string | undefined
  organizationName?: string | undefined
  /** Whether it may be the first account of this instance: who asked gave the setup token. */
  mayBeFirst: boolean
}

/**
 * What was mailed to an address, as hashes: who brings it back reads the mail of that address.
 * Used once, within 15 minutes; void after five wrong codes. A dump of it signs nobody in.
 */
export const loginTokens = pgTable(
  'login_tokens',
  {
    id: id(),
    purpose: text('purpose', {
      enum: ['sign_in', 'confirm', 'reset_password', 'change_email'],
    }).notNull(),
    /** Where it was sent, in lower case. Whose address that is, is asked when it is used. */
    email: text('email').notNull(),
    /** Whose address it changes; null for every other purpose. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    registration: jsonb('registration').$type<PendingRegistration>(),
    /** SHA-256 of 32 random bytes, hex. */
    tokenHash: text('token_hash').notNull().unique(),
    /** HMAC-SHA256 of six digits, bound to this row, under a key that is not in the database. */
    codeHash: text('code_hash'),
    wrongCodeCount: integer('wrong_code_count').notNull().default(0),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull().default(sql`now() + interval '15 minutes'`),
    usedAt: instant('used_at'),
  },
  t => [
    index('login_tokens_email').on(t.email, t.id),
    index('login_tokens_user').on(t.userId),
    check(
      'login_tokens_purpose',
      sql`${t.purpose} in ('sign_in', 'confirm', 'reset_password', 'change_email')`,
    ),
    check(
      'login_tokens_changes_an_account',
      sql`(${t.userId} is not null) = (${t.purpose} = 'change_email')`,
    ),
    check(
      'login_tokens_makes_an_account',
      sql`(${t.registration} is not null) = (${t.purpose} = 'confirm')`,
    ),
    check('login_tokens_token_is_a_hash', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('login_tokens_code_is_a_hash', sql`${t.codeHash} ~ '^[0-9a-f]{64}$'`),
    check('login_tokens_wrong_codes', sql`${t.wrongCodeCount} between 0 and 5`),
  ],
)
