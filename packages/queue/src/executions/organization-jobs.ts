import { nextOccurrence } from '@prikke/schedule'
import type { Database, Pool, Sql } from '@prikke/schema'
import { cancelPending } from './cancel.ts'
import { scheduleOf, unreadable } from './read-schedule.ts'
import { cancelReplaysOf } from './replays.ts'
import { startSchedules, stopSchedules } from './schedules.ts'

/** Jobs of one transaction: more would keep settlements of every organization waiting for them. */
const jobsAtOnce = 1_000
const beforeAll = '00000000-0000-0000-0000-000000000000'

type JobRow = {
  id: string
  enabled: boolean
  schedule_type: 'cron' | 'once'
  cron_expression: string | null
  scheduled_at: Date | null
  timezone: string
}

/**
 * Stops every job of an organization that is marked as deleted, a thousand in each transaction, and
 * notes when that is done. What a process that died left running is stopped by the next call; until
 * then the claim sends nothing of it.
 */
export async function stopJobsOf(
  pool: Pool,
  organizationId: string,
  after: string | null = beforeAll,
): Promise<void> {
  let last = after
  while (last !== null) {
    const from = last
    last = await pool.transaction(tx => stopNextJobs(tx, organizationId, from))
  }
}

/**
 * Stops the next jobs in order of id, as an edit that switches them off would. Returns the last of
 * them when more may follow, else null.
 */
export async function stopNextJobs(
  tx: Database,
  organizationId: string,
  after: string = beforeAll,
): Promise<string | null> {
  const jobs = await lockNextJobs(tx, organizationId, after, { areStopped: false })
  if (jobs === null) return null
  await cancelReplaysOf(tx, organizationId)
  await stop(tx, jobs)
  const last = lastOf(jobs)
  if (last === null) {
    await tx.sql`update organizations set stopped_at = now() where id = ${organizationId}`
  }
  return last
}

/**
 * Starts the next jobs of a deleted organization anew, from now on: what was missed is not made up,
 * and what still waits from before is cancelled. Returns like `stopNextJobs`.
 */
export async function restartNextJobs(
  tx: Database,
  organizationId: string,
  after: string = beforeAll,
): Promise<string | null> {
  const jobs = await lockNextJobs(tx, organizationId, after, { areStopped: true })
  if (jobs === null) return null
  // Also sets `written_through` to now, from where each schedule goes on, and each that is paused.
  await stopSchedules(tx, idsOf(jobs))
  await cancelPending(tx, idsOf(jobs), 'organization_deleted')
  const now = await readClock(tx.sql)
  const enabled = jobs.filter(job => job.enabled)
  const broken = enabled.filter(job => !isReadable(job, now))
  if (broken.length > 0) await switchOff(tx.sql, idsOf(broken))
  // A one-time instant that has passed meanwhile was missed, also when that was a moment ago.
  const isAhead = ({ scheduled_at: at }: JobRow) => at === null || at.getTime() > now
  await startSchedules(tx, idsOf(enabled.filter(job => !broken.includes(job) && isAhead(job))))
  return lastOf(jobs)
}

/**
 * The row of the organization is locked first: deletion, restoration and the scheduler that finishes
 * the one come before or after each batch, and who comes too late finds nothing to do (null). The
 * rows of the jobs are locked in id order, like those of any edit. Relies on jobs_organization.
 */
async function lockNextJobs(
  { sql }: Database,
  organizationId: string,
  after: string,
  { areStopped }: { areStopped: boolean },
): Promise<JobRow[] | null> {
  const [deleted] = await sql`
    select from organizations where id = ${organizationId} and deleted_at is not null
      and (stopped_at is not null) = ${areStopped}
    for no key update`
  if (deleted === undefined) return null
  return await sql<JobRow[]>`
    select id, enabled, schedule_type, cron_expression, scheduled_at, timezone from jobs
    where organization_id = ${organizationId} and id > ${after}
    order by id limit ${jobsAtOnce} for update`
}

async function stop(tx: Database, jobs: readonly JobRow[]): Promise<void> {
  // One that is off has nothing written ahead; by hand it may have been run all the same.
  await stopSchedules(tx, idsOf(jobs.filter(job => job.enabled)))
  await cancelPending(tx, idsOf(jobs), 'organization_deleted')
}

/** Races with nothing: the rows are locked. */
async function switchOff(sql: Sql, jobIds: string[]): Promise<void> {
  await sql`
    update jobs set enabled = false, pause_note = ${unreadable}, updated_at = now()
    where id = any(${jobIds}::uuid[])`
}

/** The database's time in epoch ms. */
async function readClock(sql: Sql): Promise<number> {
  const [clock] = await sql<{ ms: number }[]>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as ms`
  return clock?.ms ?? 0
}

const idsOf = (jobs: readonly JobRow[]) => jobs.map(({ id }) => id)
const lastOf = (jobs: readonly JobRow[]) =>
  jobs.length < jobsAtOnce ? null : (jobs.at(-1)?.id ?? null)

/** A schedule that this release cannot read must not stop every other from coming back. */
function isReadable(job: JobRow, after: number): boolean {
  try {
    const at = job.scheduled_at?.getTime() ?? 0
    nextOccurrence(scheduleOf(job.schedule_type, job.cron_expression, at, job.timezone), after)
    return true
  } catch {
    return false
  }
}
