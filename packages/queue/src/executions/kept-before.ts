import type { Sql } from '@prikke/schema'
import type { Settlement } from './settle.ts'

/**
 * Which of these attempts already have the end that is given here. A statement that was not answered
 * may have been done; the same result, brought again, finds its row gone and is not stale for that.
 * What another worker wrote about the attempt (lost, cancelled) is not its own end.
 */
export async function keptBefore(sql: Sql, settlements: Settlement[]): Promise<Set<string>> {
  if (settlements.length === 0) return new Set()
  const input = settlements.map(({ execution, outcome }) => ({
    id: execution.id,
    scheduled_for: execution.scheduledFor.toISOString(),
    attempt: execution.attempt,
    status: outcome.kind === 'final' ? outcome.status : null,
  }))
  const rows = await sql<{ id: string }[]>`
    select i.id
    from jsonb_to_recordset(${sql.json(input)})
      as i(id uuid, scheduled_for timestamptz, attempt int, status text)
    where exists (select from execution_history h where h.id = i.id
        and h.scheduled_for = i.scheduled_for and h.attempt = i.attempt and h.status = i.status)
      or exists (select from attempts a where a.execution_id = i.id
        and a.scheduled_for = i.scheduled_for and a.number = i.attempt
        and a.error_code is distinct from 'worker_lost')`
  return new Set(rows.map(row => row.id))
}
