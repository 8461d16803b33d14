import type { Sql } from '@prikke/schema'
import { byId } from '../executions/reply-row.ts'
import type { ClaimedAlert } from './claim.ts'

/** What became of one try to tell somebody; `answer` is what the receiver said, or why it is out of reach. */
export type AlertOutcome = { statusCode: number | null; answer: string } & (
  | { kind: 'sent' | 'dead' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'released' }
)

/**
 * Records what became of alerts. Fenced by (id, attempt): a notifier that lost its lease changes
 * nothing. Every claim counts as a try, also one that was given back or lost. Once an alert is sent
 * or dead nobody needs the URL that it went to, and that goes.
 */
export async function settleAlerts(
  sql: Sql,
  settled: { alert: ClaimedAlert; outcome: AlertOutcome }[],
): Promise<void> {
  const input = settled.map(({ alert, outcome }) => ({
    id: alert.id,
    attempt: alert.attempt,
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
    update alerts a set (status, settled_at, ready_at, worker, sealed_url, sealed_for, status_code,
      answer) = (
      select case when s.is_over then s.kind else 'pending' end,
        case when s.is_over then clock_timestamp() end,
        clock_timestamp() + s.delay_ms * interval '1 millisecond',
        case when s.is_over then a.worker end,
        case when not s.is_over then a.sealed_url end, case when not s.is_over then a.sealed_for end,
        s.status_code, s.answer
      from settled s where s.id = a.id
    )
    where a.id = any(array(select id from settled)) and a.status = 'pending'
      and a.attempt = ((select by_id from input) -> a.id::text ->> 'attempt')::int`
}
