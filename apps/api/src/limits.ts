import { createHash } from 'node:crypto'
import type { Pool } from '@prikke/schema'
import { Problem } from './problem.ts'

type Rule = { most: number; withinMs: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What may be asked for how often, for one subject each: an address, an account or both. */
const rules = {
  registration: { most: 20, withinMs: hourMs },
  login_at_address: { most: 100, withinMs: hourMs },
  login_to_account: { most: 20, withinMs: hourMs },
  login_to_account_at_address: { most: 5, withinMs: 15 * minuteMs },
  magic_link_at_address: { most: 20, withinMs: hourMs },
  code_at_address: { most: 20, withinMs: hourMs },
  /** Six digits could be found by who may guess for years. */
  code_to_account: { most: 20, withinMs: 24 * hourMs },
  password_reset_at_address: { most: 20, withinMs: hourMs },
  email_change_by_user: { most: 20, withinMs: hourMs },
  organization_by_user: { most: 20, withinMs: hourMs },
  /** A new organization and its invites are a way to send strangers mail. */
  invite_by_user: { most: 50, withinMs: hourMs },
  /** Of an organization: each sends a stranger a request, or a mail. */
  channel_test: { most: 20, withinMs: 10 * minuteMs },
  /** Of an operator: each sends a request, or a mail. */
  self_test: { most: 20, withinMs: 10 * minuteMs },
  /** Each is a request to whom one likes, and none of the executions of a plan. */
  test_run: { most: 30, withinMs: 10 * minuteMs },
  test_run_in_a_day: { most: 200, withinMs: 24 * hourMs },
  invite_again: { most: 3, withinMs: 15 * minuteMs },
  /** Each reads everything there is. */
  export_of_organization: { most: 20, withinMs: hourMs },
  export_of_account: { most: 20, withinMs: hourMs },
  /** Of each kind of mail, to one mailbox. */
  registration_mail: { most: 3, withinMs: 15 * minuteMs },
  magic_link_mail: { most: 3, withinMs: 15 * minuteMs },
  password_reset_mail: { most: 3, withinMs: 15 * minuteMs },
  email_change_mail: { most: 3, withinMs: 15 * minuteMs },
  invite_mail: { most: 5, withinMs: 15 * minuteMs },
} as const satisfies Record<string, Rule>

export type LimitName = keyof typeof rules
/** A limit, and whom it is to hold: `['registration', '203.0.113.9']`. */
export type Asked = readonly [limit: LimitName, subject: string]

export type Limits = {
  /** Counts one for each. @throws Problem 429 when one of them is spent; then none has counted. */
  take: (...asked: Asked[]) => Promise<void>
  /** The same as an answer, for what is to be left undone without a word. */
  allows: (asked: Asked) => Promise<boolean>
  /** Begins to count from nothing again. */
  forget: (...asked: Asked[]) => Promise<void>
}

type Spent = { most: number; withinMs: number; leftMs: number }

/** Limits that every api process shares, in PostgreSQL. `factor` widens all of them, for tests. */
export function createLimits({ sql }: Pick<Pool, 'sql'>, { factor = 1 } = {}): Limits {
  const rowsOf = (asked: readonly Asked[]) =>
    asked.map(([limit, subject]) => ({
      key: keyOf(limit, subject),
      most: rules[limit].most * factor,
      within_ms: rules[limit].withinMs,
    }))

  /**
   * Counts in one statement, so that guesses sent at once cannot all read the same count: each
   * locks the rows, by primary key and in its order, and what it adds is what it is judged by. One
   * that is spent already stops the others: else who is refused would lock an account for everybody.
   */
  const count = (asked: readonly Asked[]) => sql<Spent[]>`
    with asked as materialized (
      select * from jsonb_to_recordset(${sql.json(rowsOf(asked))}::jsonb)
        as a(key text, most int, within_ms float8)
    ), spent as materialized (
      select key, c.ends_at from asked join limit_counts c using (key)
      where c.count >= most and c.ends_at > clock_timestamp()
    ), counted as (
      insert into limit_counts as c (key, count, ends_at)
      select key, 1, clock_timestamp() + within_ms * interval '1 millisecond' from asked
      where not exists (select from spent) order by key
      on conflict (key) do update set
        count = case when c.ends_at <= clock_timestamp() then 1 else c.count + 1 end,
        ends_at = case when c.ends_at <= clock_timestamp() then excluded.ends_at else c.ends_at end
      returning c.key, c.count, c.ends_at
    )
    select most, within_ms as "withinMs",
      extract(epoch from ends_at - clock_timestamp())::float8 * 1000 as "leftMs"
    from asked join (
      select key, ends_at from spent
      union all
      select key, ends_at from counted join asked using (key) where count > most
    ) refused using (key)
    order by ends_at desc limit 1`

  return {
    take: async (...asked) => {
      const [spent] = await count(asked)
      if (spent !== undefined) throw tooMany(spent)
    },
    allows: async asked => (await count([asked])).length === 0,
    forget: async (...asked) => {
      const keys = rowsOf(asked).map(({ key }) => key)
      await sql`delete from limit_counts where key = any(${keys}::text[])`
    },
  }
}

const keyOf = (limit: LimitName, subject: string) =>
  createHash('sha256').update(`${limit} ${subject}`).digest('hex')

function tooMany({ most, withinMs, leftMs }: Spent): Problem {
  const seconds = String(Math.max(1, Math.ceil(leftMs / 1_000)))
  return new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `Too many tries; the next one counts in ${inWords(leftMs)}.`,
    headers: {
      'retry-after': seconds,
      'ratelimit-limit': String(most),
      'ratelimit-remaining': '0',
      'ratelimit-reset': seconds,
      'ratelimit-policy': `${most};w=${withinMs / 1_000}`,
    },
  })
}

function inWords(ms: number): string {
  const minutes = Math.ceil(ms / minuteMs)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
