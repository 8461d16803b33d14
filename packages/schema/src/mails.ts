import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './accounts.ts'

const kinds = [
  'sign_in',
  'confirm',
  'already_registered',
  'reset_password',
  'change_email',
  'email_changed',
  'invite',
  'usage',
  'tier_changed',
  'self_test',
] as const

/** What the words of a mail are made of. Sealed, when a token or a code in it signs somebody in. */
export type MailContent =
  | { kind: 'sign_in' | 'confirm' | 'already_registered'; token: string; code: string }
  | { kind: 'reset_password'; token: string }
  /** To the new address; `account` is the one that it has now. */
  | { kind: 'change_email'; token: string; account: string }
  /** To the old address. */
  | { kind: 'email_changed'; email: string }
  | {
      kind: 'invite'
      token: string
      organization: string
      inviter: string
      role: 'owner' | 'admin' | 'member'
    }
  | PlainMailContent

/** What anybody may read of a mail: nothing in it opens anything. */
export type PlainMailContent =
  /** To the owners: so much of the month's executions is used. */
  | {
      kind: 'usage'
      organization: string
      percent: 80 | 100
      limit: number
      /** `YYYY-MM`. */
      month: string
    }
  /** To who runs this instance. */
  | {
      kind: 'tier_changed'
      organization: string
      slug: string
      tier: 'free' | 'pro'
      /** Whose wish it was: an address. */
      by: string
    }
  /** To an operator who asked whether mail leaves. */
  | { kind: 'self_test'; by: string }

/** Mail to people about their account: written with its cause, claimed like an alert. */
export const mails = pgTable(
  'mails',
  {
    id: id(),
    kind: text('kind', { enum: kinds }).notNull(),
    recipient: text('recipient').notNull(),
    /** A `MailContent` as JSON, sealed for this row and kind; gone once the mail is settled. */
    sealed: text('sealed'),
    /** In its place, where nothing in it opens anything. */
    content: jsonb('content').$type<PlainMailContent>(),
    /** When its link ends, and with it the use of sending it; null when it has none. */
    expiresAt: instant('expires_at'),
    status: text('status', { enum: ['pending', 'sent', 'dead'] })
      .notNull()
      .default('pending'),
    /** Due when pending, end of the lease when claimed. */
    readyAt: instant('ready_at').notNull().default(sql`now()`),
    attempt: integer('attempt').notNull().default(0),
    worker: text('worker'),
    statusCode: smallint('status_code'),
    /** What the relay answered, or why it was not asked. */
    answer: text('answer'),
    settledAt: instant('settled_at'),
    createdAt: createdAt(),
  },
  t => [
    index('mails_ready').on(t.readyAt).where(sql`${t.status} = 'pending'`),
    check(
      'mails_kind',
      sql`${t.kind} in ('sign_in', 'confirm', 'already_registered', 'reset_password', 'change_email', 'email_changed', 'invite', 'usage', 'tier_changed', 'self_test')`,
    ),
    check('mails_status', sql`${t.status} in ('pending', 'sent', 'dead')`),
    check('mails_settled', sql`(${t.status} = 'pending') = (${t.settledAt} is null)`),
    check(
      'mails_sealed',
      sql`case ${t.status} when 'pending' then num_nonnulls(${t.sealed}, ${t.content}) = 1 else ${t.sealed} is null end`,
    ),
  ],
)
