import { type Group, leadMs, type Plan, planOccurrences } from '@prikke/queue'
import { nextOccurrence, type Schedule } from '@prikke/schedule'
import { classOf } from './class-of.ts'
import type { PlantedFault } from './planted-fault.ts'
import {
  type HistoryRow,
  insertHistory,
  insertQueued,
  type Job,
  type QueueRow,
  setNext,
  type Tables,
} from './tables.ts'

const mostGroups = 500

export type DueGroup = Group & { jobCount: number }
/** `foundAt`: the clock that the plan was made by. */
export type Planned = { group: Group; plan: Plan; foundAt: number }
export type Written = { jobCount: number; queued: QueueRow[]; closed: HistoryRow[] }

/** The instant at which the next occurrence must be written; null when no job has one. */
export function nextDueAt(tables: Tables): number | null {
  if (tables.nextDueAt === undefined) {
    let least = Number.POSITIVE_INFINITY
    for (const { nextRunAt, overlap } of tables.jobs.values()) {
      if (nextRunAt !== null) least = Math.min(least, nextRunAt - (overlap === 'skip' ? 0 : leadMs))
    }
    tables.nextDueAt = least === Number.POSITIVE_INFINITY ? null : least
  }
  return tables.nextDueAt
}

/** The groups of jobs that are due or will be within the lead. */
export function dueGroups(tables: Tables, now: number): DueGroup[] {
  return groupsOf(tables.jobs.values(), job => (job.overlap === 'skip' ? now : now + leadMs))
}

export function groupsOf(jobs: Iterable<Job>, horizonOf: (job: Job) => number): DueGroup[] {
  const groups = new Map<string, DueGroup>()
  for (const job of jobs) {
    if (job.nextRunAt === null || job.nextRunAt > horizonOf(job)) continue
    const key = keyOf(job.schedule, job.nextRunAt, job.catchUp, job.overlap)
    const group = groups.get(key)
    if (group !== undefined) group.jobCount++
    else groups.set(key, { ...groupOf(job, job.nextRunAt), jobCount: 1 })
  }
  return [...groups.values()].sort((a, b) => a.nextRunAt - b.nextRunAt).slice(0, mostGroups)
}

/** A one-time job is planned from its `next_run_at`, as its row in a group has no other instant. */
function groupOf({ schedule, catchUp, overlap }: Job, nextRunAt: number): Group {
  const at = schedule.scheduleType === 'once' ? { ...schedule, scheduledAt: nextRunAt } : schedule
  return { schedule: at, nextRunAt, catchUp, overlap }
}

function keyOf(schedule: Schedule, at: number, catchUp: string, overlap: string): string {
  const expression = schedule.scheduleType === 'cron' ? schedule.cronExpression : '@'
  return `${expression}|${schedule.timezone}|${at}|${catchUp}|${overlap}`
}

/** What the product plans for a group, or what a planted fault makes of it. */
export function planGroup(
  group: Group,
  now: number,
  options: { limit: number; leadMs: number; retentionMs: number },
  plant: PlantedFault | null,
): Planned {
  const plan = planOccurrences(group, now, options)
  if (plant === 'advance-from-now') {
    const occurrences = plan.occurrences.slice(0, 1)
    const through = Math.max(now, occurrences[0]?.at ?? now)
    const next = nextOccurrence(group.schedule, through)?.at ?? null
    return { group, plan: { occurrences, through, next }, foundAt: now }
  }
  if (plant === 'late-is-missed') {
    for (const occurrence of plan.occurrences) occurrence.missed = occurrence.at < now - 60_000
  }
  return { group, plan, foundAt: now }
}

/** Advances jobs and writes their occurrences: the statement of write-occurrences.ts. */
export function writeOccurrences(
  tables: Tables,
  planned: Planned[],
  options: { mostJobs: number; jobs?: ReadonlySet<Job> },
): Written {
  const { plant } = tables
  const written: Written = { jobCount: 0, queued: [], closed: [] }
  const byKey = new Map<string, Plan>()
  let until = 0
  for (const { group, plan } of planned) {
    const { schedule, nextRunAt, catchUp, overlap } = group
    byKey.set(keyOf(schedule, nextRunAt, catchUp, overlap), plan)
    until = Math.max(until, nextRunAt)
  }
  const ranks = new Map<number, number>()
  for (const job of options.jobs ?? tables.jobs.values()) {
    if (job.nextRunAt === null) continue
    if (job.nextRunAt > until && plant !== 'occurrence-not-unique') continue
    const plan =
      byKey.get(keyOf(job.schedule, job.nextRunAt, job.catchUp, job.overlap)) ??
      (plant === 'occurrence-not-unique' ? anyPlanOf(job, planned) : undefined)
    if (plan === undefined) continue
    if (written.jobCount === options.mostJobs) break
    written.jobCount++
    writeOne(tables, job, plan, ranks, written)
    setNext(tables, job, plan.next, plan.through)
  }
  return written
}

function anyPlanOf(job: Job, planned: Planned[]): Plan | undefined {
  const key = keyOf(job.schedule, 0, job.catchUp, job.overlap)
  const same = planned.find(
    ({ group }) => keyOf(group.schedule, 0, group.catchUp, group.overlap) === key,
  )
  return same?.plan
}

function writeOne(
  tables: Tables,
  job: Job,
  plan: Plan,
  ranks: Map<number, number>,
  written: Written,
): void {
  const { organization, executions } = job
  const isBusy =
    job.overlap === 'skip' && executions.queued.size > 0 && tables.plant !== 'overlap-unseen'
  for (const { at, missed } of plan.occurrences) {
    const rank = (ranks.get(organization.id) ?? 0) + 1
    ranks.set(organization.id, rank)
    const row = { jobId: job.id, trigger: 'schedule', scheduledFor: at } as const
    const maxAttempts = job.retryAttempts + 1
    if (missed || isBusy) {
      const status = missed ? 'missed' : 'skipped'
      const closed: HistoryRow = {
        ...row,
        id: ++tables.lastId,
        status,
        attempt: 0,
        maxAttempts,
        errorCode: missed ? 'missed' : 'overlap',
      }
      if (insertHistory(tables, executions, closed)) written.closed.push(closed)
      continue
    }
    const queued = insertQueued(
      tables,
      {
        ...row,
        organization,
        class: classOf(organization, job.intervalMinutes, rank),
        timeoutMs: job.timeoutMs,
        maxAttempts,
        executions,
      },
      tables.plant !== 'occurrence-not-unique',
    )
    if (queued !== null) written.queued.push(queued)
  }
}
