import type { Group, Outcome } from '@prikke/queue'
import { BinaryHeap } from '../binary-heap.ts'
import type { PlantedFault } from './planted-fault.ts'

export type Trigger = 'schedule' | 'manual' | 'replay'
export type Settled = Extract<Outcome, { kind: 'final' }>['status']
/** The half of a job that people write; instants and spans in ms. */
export type Definition = {
  schedule: Group['schedule']
  /** Of its URL. */
  host: string
  /** Shortest time between two occurrences; null for `once`. */
  intervalMinutes: number | null
  enabled: boolean
  retryAttempts: number
  timeoutMs: number
  overlap: Group['overlap']
  catchUp: Group['catchUp']
  alertOn: 'change' | 'every'
}
export type Job = Definition & {
  id: number
  organization: Organization
  version: number
  nextRunAt: number | null
  writtenThrough: number
  lastStatus: Settled | null
  lastStatusFor: number | null
  executions: ExecutionsOfJob
}
/** What the indexes by job answer; it outlives the job. */
export type ExecutionsOfJob = {
  queued: Set<QueueRow>
  /** Instants of trigger `schedule` in history, each at most once. */
  ended: Set<number>
  /** The newest `scheduled_for` in history that ended with an answer. */
  newestEndedFor: number
}
export type Organization = {
  id: number
  tier: 'free' | 'pro'
  channels: { id: number; enabled: boolean }[]
}
export type QueueRow = {
  id: number
  jobId: number
  organization: Organization
  trigger: Trigger
  scheduledFor: number
  class: number
  attempt: number
  spentCount: number
  lostCount: number
  timeoutMs: number
  maxAttempts: number
  worker: string | null
  claimedAt: number | null
  executions: ExecutionsOfJob
  /** Its place in the index (class, ready_at). */
  ready: ReadyEntry
}
export type ReadyEntry = { at: number; order: number; row: QueueRow }
export type HistoryRow = {
  id: number
  jobId: number
  trigger: Trigger
  status: Settled | 'missed' | 'skipped'
  scheduledFor: number
  attempt: number
  maxAttempts: number
  errorCode: string | null
}
export type AttemptRow = { executionId: number; number: number; errorCode: string }
export type Alert = {
  id: number
  organization: Organization
  channelId: number
  type: 'execution.failed' | 'job.recovered'
  jobId: number
  executionId: number
  status: 'pending' | 'sent' | 'dead'
  readyAt: number
  attempt: number
  worker: string | null
}

/** The tables of the queue as plain objects, with the indexes that its statements rely on. */
export type Tables = {
  organizations: Organization[]
  jobs: Map<number, Job>
  queue: Map<number, QueueRow>
  /** execution_queue_ready, one range per class; entries that a row has left stay until met. */
  ready: BinaryHeap<ReadyEntry>[]
  history: HistoryRow[]
  attempts: AttemptRow[]
  alerts: Map<string, Alert>
  /** alerts_ready. */
  pendingAlerts: Set<Alert>
  /** Least `next_run_at - lead`; undefined when some job has moved since it was computed. */
  nextDueAt: number | null | undefined
  lastId: number
  plant: PlantedFault | null
}

export const classCount = 6
export const gaveWayClass = classCount - 1

export function createTables(organizations: Organization[], plant: PlantedFault | null): Tables {
  return {
    organizations,
    jobs: new Map(),
    queue: new Map(),
    ready: Array.from({ length: classCount }, () => new BinaryHeap<ReadyEntry>()),
    history: [],
    attempts: [],
    alerts: new Map(),
    pendingAlerts: new Set(),
    nextDueAt: undefined,
    lastId: 0,
    plant,
  }
}

export function setNext(tables: Tables, job: Job, nextRunAt: number | null, through: number): void {
  if (nextRunAt !== null && nextRunAt <= through) throw new Error('CHECK jobs_next_after_written')
  if (nextRunAt !== null && !job.enabled) throw new Error('CHECK jobs_off_has_no_next')
  job.nextRunAt = nextRunAt
  job.writtenThrough = through
  tables.nextDueAt = undefined
}

/** Inserts on conflict do nothing; `once` is the unique occurrence of trigger `schedule`. */
export function insertQueued(
  tables: Tables,
  row: Pick<QueueRow, 'jobId' | 'organization' | 'trigger' | 'scheduledFor' | 'class'> &
    Pick<QueueRow, 'timeoutMs' | 'maxAttempts' | 'executions'>,
  unique: boolean,
): QueueRow | null {
  const { executions, trigger, scheduledFor } = row
  if (unique && trigger === 'schedule') {
    for (const other of executions.queued) {
      if (other.trigger === 'schedule' && other.scheduledFor === scheduledFor) return null
    }
  }
  const made = row as QueueRow
  made.id = ++tables.lastId
  made.attempt = 0
  made.spentCount = 0
  made.lostCount = 0
  made.worker = null
  made.claimedAt = null
  tables.queue.set(made.id, made)
  executions.queued.add(made)
  setReady(tables, made, scheduledFor)
  return made
}

export function setReady(tables: Tables, row: QueueRow, at: number): void {
  row.ready = { at, order: row.id, row }
  tables.ready[row.class]?.push(row.ready)
}

export function deleteQueued(tables: Tables, row: QueueRow): void {
  tables.queue.delete(row.id)
  row.executions.queued.delete(row)
}

/** Inserts on conflict do nothing. */
export function insertHistory(
  tables: Tables,
  executions: ExecutionsOfJob,
  row: HistoryRow,
): boolean {
  if (row.trigger === 'schedule') {
    if (executions.ended.has(row.scheduledFor)) return false
    executions.ended.add(row.scheduledFor)
  }
  tables.history.push(row)
  if (row.status === 'success' || row.status === 'failed' || row.status === 'timeout') {
    executions.newestEndedFor = Math.max(executions.newestEndedFor, row.scheduledFor)
  }
  return true
}
