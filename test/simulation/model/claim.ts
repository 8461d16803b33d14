import {
  classCount,
  type Job,
  type Organization,
  type QueueRow,
  setReady,
  type Tables,
  type Trigger,
} from './tables.ts'

const leaseMarginMs = 30_000
const shortLeaseMs = 2_000

export type Claimed = {
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
  /** Null when the job has been deleted meanwhile. */
  job: { version: number; retryAttempts: number; host: string } | null
}
export type Claim = {
  count: number
  /** The classes that had work. */
  dueClasses: number[]
  items: Claimed[]
  /** When something else becomes due; null when nothing waits. */
  nextAt: number | null
}

/** Claims due rows, oldest first within each class, up to its quota: the statement of claim.ts. */
export function claim(
  tables: Tables,
  now: number,
  worker: string,
  quotas: number[],
  limit: number,
): Claim {
  const picked: QueueRow[] = []
  const dueClasses: number[] = []
  for (let of = 0; of < classCount; of++) {
    const first = firstReady(tables, of)
    if (first !== undefined && first.at <= now) dueClasses.push(of)
  }
  for (const of of dueClasses) {
    const quota = tables.plant === 'class-after-class' ? limit : (quotas[of] ?? 0)
    takeDue(tables, of, now, Math.min(quota, limit - picked.length), picked)
  }
  let nextAt: number | null = null
  for (let of = 0; of < classCount; of++) {
    const first = firstReady(tables, of)
    if (first !== undefined && first.at > now) nextAt = Math.min(nextAt ?? first.at, first.at)
  }
  const items = picked.map(row => claimRow(tables, now, worker, row))
  return { count: items.length, items, nextAt, dueClasses }
}

/** The first entry of a class that is still its row's. */
function firstReady(tables: Tables, of: number): { at: number } | undefined {
  const heap = tables.ready[of]
  for (;;) {
    const entry = heap?.peek()
    if (entry === undefined) return undefined
    if (entry.row.ready === entry && tables.queue.has(entry.row.id)) return entry
    heap?.pop()
  }
}

function takeDue(tables: Tables, of: number, now: number, most: number, picked: QueueRow[]): void {
  for (let left = most; left > 0; left--) {
    const first = firstReady(tables, of)
    if (first === undefined || first.at > now) return
    const entry = tables.ready[of]?.pop()
    if (entry !== undefined) picked.push(entry.row)
  }
}

function claimRow(tables: Tables, now: number, worker: string, row: QueueRow): Claimed {
  const job: Job | undefined = tables.jobs.get(row.jobId)
  if (row.worker !== null) {
    tables.attempts.push({
      executionId: row.id,
      number: row.attempt,
      errorCode: 'worker_lost',
    })
    row.lostCount++
  }
  row.attempt++
  row.worker = worker
  row.claimedAt = now
  row.timeoutMs = job?.timeoutMs ?? row.timeoutMs
  row.maxAttempts = job === undefined ? row.maxAttempts : job.retryAttempts + 1
  const leaseMs = tables.plant === 'short-lease' ? shortLeaseMs : row.timeoutMs + leaseMarginMs
  setReady(tables, row, now + leaseMs)
  const { id, jobId, organization, trigger, scheduledFor } = row
  const { attempt, spentCount, lostCount, timeoutMs } = row
  const sent =
    job === undefined
      ? null
      : { version: job.version, retryAttempts: job.retryAttempts, host: job.host }
  return {
    id,
    jobId,
    organization,
    trigger,
    scheduledFor,
    class: row.class,
    attempt,
    spentCount,
    lostCount,
    timeoutMs,
    job: sent,
  }
}
