import type { Outcome } from '@prikke/queue'
import type { Claimed } from './claim.ts'
import { cancelPending, type Stopped, stopSchedules } from './schedules.ts'
import {
  type Alert,
  deleteQueued,
  gaveWayClass,
  insertHistory,
  type QueueRow,
  setReady,
  type Tables,
} from './tables.ts'

export type Settlement = { execution: Claimed; outcome: Outcome }

/** Takes back what is tried again or released: settle-pending.ts. Returns what was accepted. */
export function settlePending(
  tables: Tables,
  now: number,
  settlements: Settlement[],
): { count: number; accepted: Set<Settlement> } {
  const accepted = new Set<Settlement>()
  for (const settlement of settlements) {
    const { execution, outcome } = settlement
    const row = heldRow(tables, execution)
    if (row === undefined || outcome.kind === 'final') continue
    const isRetry = outcome.kind === 'retry'
    const job = tables.jobs.get(row.jobId)
    const goesOn =
      job !== undefined &&
      (job.enabled || row.trigger !== 'schedule' || tables.plant === 'retry-of-a-job-off')
    if (isRetry && !goesOn) continue
    accepted.add(settlement)
    if (isRetry || (outcome.kind === 'released' && outcome.started)) {
      const errorCode = isRetry ? (outcome.reply.errorCode ?? '') : 'worker_stopped'
      tables.attempts.push({ executionId: row.id, number: row.attempt, errorCode })
    }
    if (isRetry) row.spentCount++
    else if (tables.plant === 'attempt-given-back') row.attempt--
    if (outcome.kind === 'gave_way') row.class = gaveWayClass
    row.worker = null
    row.claimedAt = null
    setReady(tables, row, now + (isRetry ? outcome.delayMs : 0))
  }
  return { count: accepted.size, accepted }
}

/** Fenced by (id, attempt) and by being held. */
function heldRow(tables: Tables, { id, attempt }: Claimed): QueueRow | undefined {
  const row = tables.queue.get(id)
  if (row === undefined) return undefined
  if (tables.plant === 'no-fence') return row
  return row.attempt === attempt && row.worker !== null ? row : undefined
}

/** The organizations and slow hosts whose executions gave way, each once. */
export function slowHostsOf(settlements: Settlement[]): { organizationId: number; host: string }[] {
  const parties = settlements.flatMap(({ execution, outcome }) =>
    outcome.kind === 'gave_way' && outcome.isHostSlow
      ? [{ organizationId: execution.organization.id, host: execution.job?.host ?? '' }]
      : [],
  )
  return [...new Map(parties.map(party => [Object.values(party).join(' '), party])).values()]
}

type Final = { execution: Claimed; outcome: Extract<Outcome, { kind: 'final' }>; row: QueueRow }

/**
 * Moves what is over to history, flips the state of jobs and writes alerts: settle-final.ts.
 * `alerts` is what it wrote, or what a planted fault leaves to be written apart.
 */
export function settleFinal(
  tables: Tables,
  now: number,
  settlements: Settlement[],
): { count: number; accepted: Settlement[]; alerts: Alert[] } {
  const ended: Final[] = []
  const accepted: Settlement[] = []
  for (const settlement of settlements) {
    const { execution, outcome } = settlement
    const row = heldRow(tables, execution)
    if (row === undefined || outcome.kind !== 'final') continue
    deleteQueued(tables, row)
    accepted.push(settlement)
    ended.push({ execution, outcome, row })
  }
  const flips = flipJobs(tables, ended)
  for (const { outcome, row } of ended) {
    insertHistory(tables, row.executions, {
      id: row.id,
      jobId: row.jobId,
      trigger: row.trigger,
      status: outcome.status,
      scheduledFor: row.scheduledFor,
      attempt: row.attempt,
      maxAttempts: row.maxAttempts + row.attempt - 1 - row.spentCount,
      errorCode: outcome.reply.errorCode,
    })
  }
  const alerts = ended.flatMap(final => alertsOf(tables, now, final, flips.get(final.row.id)))
  if (tables.plant !== 'alert-apart') insertAlerts(tables, alerts)
  return { count: ended.length, accepted, alerts }
}

/** A result brought again, its first answer lost: kept-before.ts. */
export function wasKept(tables: Tables, { execution, outcome }: Settlement): boolean {
  return tables.history.some(
    row =>
      row.id === execution.id &&
      row.attempt === execution.attempt &&
      outcome.kind === 'final' &&
      row.status === outcome.status,
  )
}

type Flip = { wasWorking: boolean; isWorking: boolean }

/** The newest result of each job sets its state, unless a newer occurrence has one already. */
function flipJobs(tables: Tables, ended: Final[]): Map<number, Flip> {
  const newest = new Map<number, Final>()
  for (const final of ended) {
    if (final.outcome.status === 'cancelled') continue
    const other = newest.get(final.row.jobId)
    if (other === undefined || isNewer(final.row, other.row)) newest.set(final.row.jobId, final)
  }
  const flips = new Map<number, Flip>()
  for (const { row, outcome } of newest.values()) {
    const job = tables.jobs.get(row.jobId)
    if (job === undefined) continue
    const { scheduledFor, executions } = row
    const hasOlder = [...executions.queued].some(other => other.scheduledFor <= scheduledFor)
    if ((job.lastStatus ?? 'success') === outcome.status && !hasOlder) continue
    if (tables.plant !== 'state-by-arrival') {
      if ((job.lastStatusFor ?? scheduledFor) > scheduledFor) continue
      if (executions.newestEndedFor > scheduledFor) continue
    }
    const wasWorking = (job.lastStatus ?? 'success') === 'success'
    job.lastStatus = outcome.status
    job.lastStatusFor = scheduledFor
    flips.set(row.id, { wasWorking, isWorking: outcome.status === 'success' })
  }
  return flips
}

const isNewer = (one: QueueRow, other: QueueRow) =>
  one.scheduledFor > other.scheduledFor ||
  (one.scheduledFor === other.scheduledFor && one.id > other.id)

function alertsOf(tables: Tables, now: number, { row, outcome }: Final, flip?: Flip): Alert[] {
  const job = tables.jobs.get(row.jobId)
  if (job === undefined || outcome.status === 'cancelled') return []
  const isFailure = outcome.status !== 'success'
  const isFlip = flip !== undefined && flip.wasWorking !== flip.isWorking
  if (!isFlip && !(job.alertOn === 'every' && isFailure)) return []
  return row.organization.channels
    .filter(({ enabled }) => enabled)
    .map(channel => ({
      id: ++tables.lastId,
      organization: row.organization,
      channelId: channel.id,
      type: isFailure ? 'execution.failed' : 'job.recovered',
      jobId: row.jobId,
      executionId: row.id,
      status: 'pending',
      readyAt: now,
      attempt: 0,
      worker: null,
    }))
}

/** Inserts on conflict (execution, type, channel) do nothing. */
export function insertAlerts(tables: Tables, alerts: Alert[]): void {
  for (const alert of alerts) {
    const key = `${alert.executionId} ${alert.type} ${alert.channelId}`
    if (tables.alerts.has(key)) continue
    tables.alerts.set(key, alert)
    tables.pendingAlerts.add(alert)
  }
}

/** The transaction after a 410: the job is switched off, unless it was changed since. */
export function switchOff(
  tables: Tables,
  now: number,
  jobId: number,
  version: number,
): Stopped | null {
  const job = tables.jobs.get(jobId)
  if (job === undefined || !job.enabled || job.version !== version) return null
  const stopped = stopSchedules(tables, now, job)
  job.enabled = false
  return { ...stopped, cancelled: cancelPending(tables, job, 'job_disabled') }
}
