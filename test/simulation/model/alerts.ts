import type { AlertOutcome } from '@prikke/queue'
import type { Alert, Tables } from './tables.ts'

const leaseMs = 90_000

export type ClaimedAlert = Pick<Alert, 'id' | 'type' | 'attempt' | 'jobId'> & { alert: Alert }

/** Claims due alerts, oldest first: alerts/claim.ts. */
export function claimAlerts(
  tables: Tables,
  now: number,
  worker: string,
  limit: number,
): { count: number; items: ClaimedAlert[]; nextAt: number | null } {
  const due: Alert[] = []
  let nextAt: number | null = null
  for (const alert of tables.pendingAlerts) {
    if (alert.readyAt <= now) due.push(alert)
    else nextAt = Math.min(nextAt ?? alert.readyAt, alert.readyAt)
  }
  due.sort((a, b) => a.readyAt - b.readyAt || a.id - b.id)
  const items = due.slice(0, limit).map(alert => {
    alert.attempt++
    alert.worker = worker
    alert.readyAt = now + leaseMs
    const { id, type, attempt, jobId } = alert
    return { id, type, attempt, jobId, alert }
  })
  return { count: items.length, items, nextAt }
}

/** Records what became of alerts, fenced by (id, attempt). Returns what was accepted. */
export function settleAlerts(
  tables: Tables,
  now: number,
  settlements: { item: ClaimedAlert; outcome: AlertOutcome }[],
): { count: number; accepted: ClaimedAlert[] } {
  const accepted: ClaimedAlert[] = []
  for (const { item, outcome } of settlements) {
    const { alert } = item
    const isHeld = alert.status === 'pending' && alert.attempt === item.attempt
    if (!isHeld && tables.plant !== 'alert-unfenced') continue
    accepted.push(item)
    const isOver = outcome.kind === 'sent' || outcome.kind === 'dead'
    alert.status = isOver ? outcome.kind : 'pending'
    alert.readyAt = now + (outcome.kind === 'retry' ? outcome.delayMs : 0)
    if (isOver) tables.pendingAlerts.delete(alert)
    else {
      tables.pendingAlerts.add(alert)
      alert.worker = null
    }
  }
  return { count: accepted.length, accepted }
}
