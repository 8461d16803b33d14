import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, organizations, users } from './accounts.ts'

/**
 * Who was asked by mail to join an organization, as what. Of the token in the mail only the hash is
 * kept: a dump of it lets nobody in.
 */
export const invites = pgTable(
  'invites',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** In lower case. Only an account with this address can accept it. */
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'member'] }).notNull(),
    /** SHA-256 of 32 random bytes, hex; another one each time it is sent. */
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull().default(sql`now() + interval '7 days'`),
    acceptedAt: instant('accepted_at'),
    declinedAt: instant('declined_at'),
    revokedAt: instant('revoked_at'),
  },
  t => [
    index('invites_organization').on(t.organizationId, t.id),
    index('invites_invited_by').on(t.invitedBy),
    uniqueIndex('invites_open')
      .on(t.organizationId, t.email)
      .where(sql`${t.acceptedAt} is null and ${t.declinedAt} is null and ${t.revokedAt} is null`),
    check('invites_role', sql`${t.role} in ('owner', 'admin', 'member')`),
    check('invites_email', sql`${t.email} = lower(${t.email}) and ${t.email} like '%_@_%'`),
    check('invites_token_is_a_hash', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check(
      'invites_one_end',
      sql`num_nonnulls(${t.acceptedAt}, ${t.declinedAt}, ${t.revokedAt}) <= 1`,
    ),
  ],
)
