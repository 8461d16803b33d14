import type { Sql } from '@prikke/schema'
import { byId } from '../executions/reply-row.ts'
import type { ClaimedMail } from './claim.ts'

/** What became of one try to hand over a mail; `answer` is what the relay said, or why it is out of reach. */
export type MailOutcome = { statusCode: number | null; answer: string } & (
  | { kind: 'sent' | 'dead' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'released' }
)

/**
 * Records what became of mails. Fenced by (id, attempt): a notifier that lost its lease changes
 * nothing. Once a mail is sent or dead nobody needs what it said, and that goes.
 */
export async function settleMails(
  sql: Sql,
  settled: { mail: ClaimedMail; outcome: MailOutcome }[],
): Promise<void> {
  const input = settled.map(({ mail, outcome }) => ({
    id: mail.id,
    attempt: mail.attempt,
    kind: outcome.kind,
    delay_ms: outcome.kind === 'retry' ? outcome.delayMs : 0,
    status_code: outcome.statusCode,
    answer: outcome.answer.replaceAll('\0', '').slice(0, 2_000).toWellFormed(),
  }))
  await sql`
    with input as materialized (
      select ${sql.json(byId(input))}::jsonb as by_id
    ), settled as materialized (
      select i.*, i.kind in ('sent', 'dead') as is_over from input, jsonb_each(by_id) e(key, row)
      cross join lateral jsonb_to_record(row)
        as i(id uuid, attempt int, kind text, delay_ms float8, status_code int, answer text)
    )
    update mails m set (status, settled_at, ready_at, worker, sealed, content, status_code, answer) = (
      select case when s.is_over then s.kind else 'pending' end,
        case when s.is_over then clock_timestamp() end,
        clock_timestamp() + s.delay_ms * interval '1 millisecond',
        case when s.is_over then m.worker end,
        case when not s.is_over then m.sealed end,
        case when not s.is_over then m.content end,
        s.status_code, s.answer
      from settled s where s.id = m.id
    )
    where m.id = any(array(select id from settled)) and m.status = 'pending'
      and m.attempt = ((select by_id from input) -> m.id::text ->> 'attempt')::int`
}
