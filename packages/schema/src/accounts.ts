import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** An instant in whole milliseconds, UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
/** A UUIDv7 made by the server: ids carry their time of birth. */
export const id = () => uuid('id').primaryKey().default(sql`uuidv7()`)
export const createdAt = () => instant('created_at').notNull().default(sql`now()`)

export const organizations = pgTable(
  'organizations',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    tier: text('tier', { enum: ['free', 'pro'] })
      .notNull()
      .default('free'),
    /** Standard Webhooks secret, sealed; the previous one signs too until it expires. */
    signingSecret: text('signing_secret').notNull(),
    previousSigningSecret: text('previous_signing_secret'),
    previousSigningSecretExpiresAt: instant('previous_signing_secret_expires_at'),
    createdAt: createdAt(),
    /** From then on nothing of it runs and no key opens it; it can be restored until `goneAt`. */
    deletedAt: instant('deleted_at'),
    goneAt: instant('gone_at'),
    /** When the last of its jobs was stopped, after it was deleted. */
    stoppedAt: instant('stopped_at'),
  },
  t => [
    check('organizations_tier', sql`${t.tier} in ('free', 'pro')`),
    check('organizations_slug', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'`),
    check('organizations_name', sql`length(${t.name}) between 1 and 120`),
    check('organizations_gone', sql`(${t.deletedAt} is null) = (${t.goneAt} is null)`),
    check('organizations_stopped', sql`${t.stoppedAt} is null or ${t.deletedAt} is not null`),
  ],
)

export const users = pgTable(
  'users',
  {
    id: id(),
    /** Lower case. */
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    passwordHash: text('password_hash'),
    /** When somebody first brought back what was mailed to the address; null while nobody has. */
    emailConfirmedAt: instant('email_confirmed_at'),
    /** Owns the instance: the first account does. */
    isOperator: boolean('is_operator').notNull().default(false),
    createdAt: createdAt(),
  },
  t => [check('users_email', sql`${t.email} = lower(${t.email}) and ${t.email} like '%_@_%'`)],
)

export const members = pgTable(
  'members',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'admin', 'member'] }).notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.organizationId, t.userId] }),
    index('members_user').on(t.userId),
    check('members_role', sql`${t.role} in ('owner', 'admin', 'member')`),
  ],
)

/** Sessions by lucia. The id is the SHA-256 of the cookie's token: a dump of it signs nobody in. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What the list of devices calls it: it opens nothing. */
    publicId: uuid('public_id').notNull().unique().default(sql`uuidv7()`),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    createdAt: createdAt(),
    /** Within a few minutes. */
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
    userAgent: text('user_agent'),
    address: text('address'),
  },
  t => [
    index('sessions_user').on(t.userId),
    check('sessions_id_is_a_hash', sql`${t.id} ~ '^[0-9a-f]{64}$'`),
  ],
)

export const apiKeys = pgTable(
  'api_keys',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** The public half, `pk_live_…`, by which a key is looked up. */
    keyId: text('key_id').notNull().unique(),
    name: text('name').notNull(),
    /** SHA-256 of the secret half, hex. */
    secretHash: text('secret_hash').notNull(),
    /** Of the secret before the last rotation, good until then. */
    previousSecretHash: text('previous_secret_hash'),
    previousExpiresAt: instant('previous_expires_at'),
    scopes: text('scopes', { enum: ['read', 'write', 'trigger'] })
      .array()
      .notNull()
      .default(['read', 'write', 'trigger']),
    expiresAt: instant('expires_at'),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    lastUsedAt: instant('last_used_at'),
    createdAt: createdAt(),
  },
  t => [
    index('api_keys_organization').on(t.organizationId, t.id),
    check('api_keys_secret_is_a_hash', sql`${t.secretHash} ~ '^[0-9a-f]{64}$'`),
    check('api_keys_name', sql`length(${t.name}) between 1 and 120`),
    check('api_keys_previous_is_a_hash', sql`${t.previousSecretHash} ~ '^[0-9a-f]{64}$'`),
    check(
      'api_keys_previous_expires',
      sql`(${t.previousSecretHash} is null) = (${t.previousExpiresAt} is null)`,
    ),
    check(
      'api_keys_scopes',
      sql`${t.scopes} <@ array['read', 'write', 'trigger'] and cardinality(${t.scopes}) > 0`,
    ),
    check('api_keys_expires', sql`${t.expiresAt} > ${t.createdAt}`),
  ],
)

export const channels = pgTable(
  'channels',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['email', 'slack', 'discord', 'webhook'] }).notNull(),
    name: text('name').notNull(),
    /** The e-mail address, or the URL to post to with what is secret of it left out. */
    target: text('target').notNull(),
    /** The URL, sealed for this row. Null for e-mail; and in a row of before, whose target is whole. */
    sealedUrl: text('sealed_url'),
    /** Tells two channels to one URL. */
    urlFingerprint: text('url_fingerprint'),
    enabled: boolean('enabled').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
  },
  t => [
    uniqueIndex('channels_target_once')
      .on(t.organizationId, t.kind, t.target)
      .where(sql`${t.sealedUrl} is null`),
    uniqueIndex('channels_url_once').on(t.organizationId, t.urlFingerprint),
    check('channels_sealed', sql`${t.kind} <> 'email' or ${t.sealedUrl} is null`),
    check('channels_fingerprint', sql`${t.urlFingerprint} is null or ${t.sealedUrl} is not null`),
    check('channels_kind', sql`${t.kind} in ('email', 'slack', 'discord', 'webhook')`),
    check('channels_name', sql`length(${t.name}) between 1 and 120`),
  ],
)
