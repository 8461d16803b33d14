import type { MailContent, PlainMailContent, Sql } from '@prikke/schema'
import type { Claimed } from '../executions/claim.ts'

/** A mail must be handed over within this, else another notifier takes it up. */
const leaseMs = 90_000

export type ClaimedMail = {
  id: string
  kind: MailContent['kind']
  recipient: string
  /** A `MailContent`, sealed for the row `id` of `mails` and this kind; null where it needs no seal. */
  sealed: string | null
  content: PlainMailContent | null
  createdAt: Date
  /** The fence, and the number of this try. */
  attempt: number
  /** How long its link still lives, in ms; null when it has none. */
  livesMs: number | null
}

/**
 * Claims due mails, oldest first. Notifiers race for the same rows: SKIP LOCKED gives each a
 * disjoint set, and a mail whose lease ran out is due again. Relies on mails_ready.
 */
export async function claimMails(
  sql: Sql,
  worker: string,
  limit: number,
): Promise<Claimed<ClaimedMail>> {
  const rows = await sql<(Partial<ClaimedMail> & { nextInMs: number | null })[]>`
    with claimed as (
      update mails set attempt = attempt + 1, worker = ${worker},
        ready_at = now() + ${leaseMs}::int * interval '1 millisecond'
      where id = any(array(
        select id from mails where status = 'pending' and ready_at <= now()
        order by ready_at limit ${limit} for update skip locked))
      returning id, kind, recipient, sealed, content, created_at as "createdAt", attempt,
        extract(epoch from expires_at - clock_timestamp())::float8 * 1000 as "livesMs"
    )
    select c.*, (
      select extract(epoch from min(ready_at) - clock_timestamp())::float8 * 1000
      from mails where status = 'pending' and ready_at > now()
    ) as "nextInMs"
    from (select 1) one left join claimed c on true`
  const items = rows.filter(row => row.id !== null) as unknown as ClaimedMail[]
  return { items, nextInMs: rows[0]?.nextInMs ?? null }
}

/** Makes what a notifier has claimed, but for `inHand`, due again: a claim was not answered. */
export async function putBackUnheardMails(
  sql: Sql,
  worker: string,
  inHand: readonly string[],
): Promise<void> {
  await sql`
    update mails set worker = null, ready_at = date_trunc('milliseconds', now())
    where worker = ${worker} and status = 'pending' and id <> all(${inHand as string[]}::uuid[])`
}
