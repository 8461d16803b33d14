import { nextOccurrence } from '@prikke/schedule'
import { classOf } from './class-of.ts'
import {
  type Definition,
  deleteQueued,
  type ExecutionsOfJob,
  insertHistory,
  insertQueued,
  type Job,
  type Organization,
  type QueueRow,
  setNext,
  type Tables,
  type Trigger,
} from './tables.ts'
import { groupsOf, planGroup, type Written, writeOccurrences } from './tick.ts'

const retentionMs = 366 * 24 * 60 * 60 * 1000
const chunkSize = 5_000

/** What an edit wrote, withdrew and cancelled on its way. */
export type Stopped = { written: Written[]; withdrawn: QueueRow[]; cancelled: QueueRow[] }

/** What every edit begins with: schedules.ts. The row of the job is locked: nothing comes between. */
export function stopSchedules(tables: Tables, now: number, job: Job): Stopped {
  const stopped: Stopped = { written: [], withdrawn: [], cancelled: [] }
  const jobs = new Set([job])
  for (;;) {
    const options = { limit: chunkSize, leadMs: 0, retentionMs }
    const planned = groupsOf(jobs, () => now).map(group =>
      planGroup(group, now, options, tables.plant),
    )
    if (planned.length === 0) break
    stopped.written.push(writeOccurrences(tables, planned, { mostJobs: chunkSize, jobs }))
  }
  let through = now
  for (const at of job.executions.ended) through = Math.max(through, at)
  if (tables.plant !== 'ahead-not-withdrawn') {
    for (const row of [...job.executions.queued]) {
      if (row.trigger !== 'schedule' || row.attempt > 0 || row.scheduledFor <= now) continue
      deleteQueued(tables, row)
      stopped.withdrawn.push(row)
    }
  }
  if (tables.plant === 'through-not-moved-back') through = Math.max(through, job.writtenThrough)
  setNext(tables, job, null, through)
  return stopped
}

/** Sets the first occurrence after `written_through`, or the one-time instant a moment past. */
function startSchedules(tables: Tables, now: number, job: Job): void {
  if (!job.enabled) return
  const { schedule } = job
  if (
    schedule.scheduleType === 'once' &&
    schedule.scheduledAt <= job.writtenThrough &&
    schedule.scheduledAt > now - 60_000 &&
    !hasOccurrence(job.executions, schedule.scheduledAt)
  ) {
    setNext(tables, job, null, schedule.scheduledAt - 1)
  }
  const next = nextOccurrence(schedule, job.writtenThrough)
  setNext(tables, job, next?.at ?? null, job.writtenThrough)
}

function hasOccurrence({ queued, ended }: ExecutionsOfJob, at: number): boolean {
  if (ended.has(at)) return true
  return [...queued].some(row => row.trigger === 'schedule' && row.scheduledFor === at)
}

export function makeJob(
  tables: Tables,
  now: number,
  id: number,
  organization: Organization,
  definition: Definition,
): Job {
  const { schedule } = definition
  const job: Job = {
    ...definition,
    id,
    organization,
    version: 1,
    nextRunAt: null,
    writtenThrough:
      schedule.scheduleType === 'once' ? Math.min(now, schedule.scheduledAt - 1) : now,
    lastStatus: null,
    lastStatusFor: null,
    executions: { queued: new Set(), ended: new Set(), newestEndedFor: Number.NEGATIVE_INFINITY },
  }
  tables.jobs.set(id, job)
  startSchedules(tables, now, job)
  return job
}

/** Changes a job as the api does, in one transaction. */
export function editJob(
  tables: Tables,
  now: number,
  job: Job,
  change: Partial<Definition>,
): Stopped {
  const stopped = stopSchedules(tables, now, job)
  const wasEnabled = job.enabled
  Object.assign(job, change)
  job.version++
  const cancelled = wasEnabled && !job.enabled ? cancelPending(tables, job, 'job_disabled') : []
  startSchedules(tables, now, job)
  return { ...stopped, cancelled }
}

export function deleteJob(tables: Tables, now: number, job: Job): Stopped {
  const stopped = stopSchedules(tables, now, job)
  const cancelled = cancelPending(tables, job, 'job_deleted')
  tables.jobs.delete(job.id)
  tables.nextDueAt = undefined
  return { ...stopped, cancelled }
}

/** Ends what waits for a slot or a retry; what is running finishes. */
export function cancelPending(
  tables: Tables,
  job: Job,
  reason: 'job_disabled' | 'job_deleted',
): QueueRow[] {
  const pending = [...job.executions.queued].filter(row => row.worker === null)
  for (const row of pending) cancel(tables, row, reason)
  return pending
}

export function cancelExecution(tables: Tables, id: number): QueueRow | null {
  const row = tables.queue.get(id)
  if (row === undefined) return null
  cancel(tables, row, 'cancelled')
  return row
}

function cancel(tables: Tables, row: QueueRow, errorCode: string): void {
  deleteQueued(tables, row)
  const { id, jobId, trigger, scheduledFor, attempt, spentCount } = row
  const held = row.worker === null ? 0 : 1
  insertHistory(tables, row.executions, {
    id,
    jobId,
    trigger,
    status: 'cancelled',
    scheduledFor,
    attempt,
    maxAttempts: row.maxAttempts + attempt - spentCount - held,
    errorCode,
  })
}

/** Run now or replay: due at this millisecond. */
export function insertNow(
  tables: Tables,
  now: number,
  job: Job,
  trigger: Exclude<Trigger, 'schedule'>,
): QueueRow | null {
  const { organization, executions, timeoutMs } = job
  return insertQueued(
    tables,
    {
      jobId: job.id,
      organization,
      trigger,
      scheduledFor: now,
      class: classOf(organization, 0, 1),
      timeoutMs,
      maxAttempts: job.retryAttempts + 1,
      executions,
    },
    true,
  )
}
