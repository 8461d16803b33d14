import type { Sql } from '@prikke/schema'
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
    update alerts a set
      status = case when i.kind in ('sent', 'dead') then i.kind else 'pending' end,
      settled_at = case when i.kind in ('sent', 'dead') then clock_timestamp() end,
      ready_at = clock_timestamp() + i.delay_ms * interval '1 millisecond',
      worker = case when i.kind in ('sent', 'dead') then a.worker end,
      status_code = i.status_code, answer = i.answer
    from jsonb_to_recordset(${sql.json(input)})
      as i(id uuid, attempt int, kind text, delay_ms float8, status_code int, answer text)
    where a.id = i.id and a.attempt = i.attempt and a.status = 'pending'`
}
