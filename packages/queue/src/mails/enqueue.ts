import type { Database, PlainMailContent, Sql } from '@prikke/schema'
import type postgres from 'postgres'
import { wake } from '../wake.ts'
import type { ClaimedMail } from './claim.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

export type NewMail = Pick<ClaimedMail, 'id' | 'kind' | 'recipient'> & {
  sealed: string
  /** How long it is of use, in ms; null for ever. */
  livesMs: number | null
  /** Why it is not to be sent. It is written all the same, so that this takes as long. */
  withheldBecause?: string | undefined
}

/**
 * Mail for the notifier, written with what caused it. The id is known before: it is sealed for it.
 * Due at this millisecond, never rounded up into the future, where no claim would see it.
 */
export async function enqueueMail({ sql }: Database, mail: NewMail): Promise<void> {
  const { id, kind, recipient, sealed, livesMs, withheldBecause = null } = mail
  const isWithheld = withheldBecause !== null
  await sql`
    insert into mails (id, kind, recipient, sealed, ready_at, expires_at, status, answer, settled_at)
    values (${id}, ${kind}, ${recipient}, ${isWithheld ? null : sealed},
      date_trunc('milliseconds', now()), now() + ${livesMs}::float8 * interval '1 millisecond',
      ${isWithheld ? 'dead' : 'pending'}, ${withheldBecause},
      case when ${isWithheld}::bool then now() end)`
  await wake(sql, 'mails')
}

/** A mail that needs no seal, to one address. Its id. */
export async function enqueuePlainMail(
  { sql }: Database,
  recipient: string,
  content: PlainMailContent,
): Promise<string> {
  const [row] = await sql<[{ id: string }]>`
    insert into mails (kind, recipient, content, ready_at)
    values (${content.kind}, ${recipient}, ${sql.json(content)}::jsonb,
      date_trunc('milliseconds', now()))
    returning id`
  await wake(sql, 'mails')
  return row.id
}

/** A mail that needs no seal, for everybody who runs this instance. */
export async function enqueueOperatorMails(
  { sql }: Database,
  content: PlainMailContent,
): Promise<void> {
  await sql`
    insert into mails (kind, recipient, content, ready_at)
    select ${content.kind}, email, ${sql.json(content)}::jsonb, date_trunc('milliseconds', now())
    from users where is_operator`
  await wake(sql, 'mails')
}

/**
 * A CTE that tells owners how much of the month is used, in the statement that has counted it: of
 * the CTE `counted`, whoever has something to be told. It comes once: the month's row notes it with
 * the count. Mostly nobody is looked up.
 */
export const enqueueUsageMails = (sql: Sql, day: Fragment) => sql`
  told as (
    insert into mails (kind, recipient, content, ready_at)
    select 'usage', p.email, jsonb_build_object('kind', 'usage', 'organization', p.name,
        'percent', c.tells, 'limit', c.most, 'month', to_char(${day}, 'YYYY-MM')),
      date_trunc('milliseconds', now())
    from counted c cross join lateral (
      select u.email, o.name from members m
      join users u on u.id = m.user_id join organizations o on o.id = m.organization_id
      where m.organization_id = c.organization_id and m.role = 'owner' offset 0
    ) p
    where c.tells is not null
    returning pg_notify('prikke_mails', '')
  )`
