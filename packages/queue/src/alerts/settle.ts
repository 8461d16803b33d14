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
 * nothing. Every claim counts as a try, also one that was given back or lost.
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
      select i.* from input, jsonb_each(by_id) e(key, row)
      cross join lateral jsonb_to_record(row)
        as i(id uuid, attempt int, kind text, delay_ms float8, status_code int, answer text)
    )
    update alerts a set (status, settled_at, ready_at, worker, status_code, answer) = (
      select case when s.kind in ('sent', 'dead') then s.kind else 'pending' end,
        case when s.kind in ('sent', 'dead') then clock_timestamp() end,
        clock_timestamp() + s.delay_ms * interval '1 millisecond',
        case when s.kind in ('sent', 'dead') then a.worker end,
        s.status_code, s.answer
      from settled s where s.id = a.id
    )
    where a.id = any(array(select id from settled)) and a.status = 'pending'
      and a.attempt = ((select by_id from input) -> a.id::text ->> 'attempt')::int`
}
