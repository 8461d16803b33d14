import { nextOccurrence } from '@prikke/schedule'
import type { Database, Pool } from '@prikke/schema'
import { crashPoint } from '../crash-point.ts'
import { type Counted, returnToUsage } from '../usage/return-to-usage.ts'
import { writeOccurrencesThrough } from './enqueue.ts'
import { scheduleOf } from './read-schedule.ts'

/** How far back an edit writes what its job missed; retention then removes what is too old. */
const retentionMs = 366 * 24 * 60 * 60 * 1000

/**
 * Ends the schedules of jobs as they stand, before they change or go. Their rows must be locked
 * (`for update`, in id order): then no tick can write between the steps. Everything due by now is
 * written by the old schedule; what was written ahead and is not yet due is withdrawn.
 */
export async function stopSchedules(tx: Database, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return
  const { sql } = tx
  // Held from here on, so that no claim takes what is about to be withdrawn.
  await sql`
    select from execution_queue where job_id = any(${jobIds as string[]}::uuid[])
      and trigger = 'schedule' and attempt = 0 for update`
  const [clock] = await sql<{ ms: number }[]>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`
  const cutoff = clock?.ms ?? 0
  await writeOccurrencesThrough(tx, jobIds, cutoff, { retentionMs })
  crashPoint('edit-stopped')
  const at = new Date(cutoff)
  const withdrawn = await sql<Counted[]>`
    delete from execution_queue
    where job_id = any(${jobIds as string[]}::uuid[])
      and trigger = 'schedule' and attempt = 0 and scheduled_for > ${at}
    returning organization_id as "organizationId", scheduled_for as "scheduledFor"`
  await returnToUsage(sql, withdrawn)
  // What was written ahead and cancelled since has its row: it must not come a second time.
  await sql`
    update jobs j set next_run_at = null, written_through = greatest(${at}, (
      select max(scheduled_for) from execution_history h
      where h.job_id = j.id and h.trigger = 'schedule' and h.scheduled_for > ${at}))
    where id = any(${jobIds as string[]}::uuid[])`
}

type JobRow = {
  id: string
  schedule_type: 'cron' | 'once'
  cron_expression: string | null
  scheduled_at: Date | null
  timezone: string
  written_through: Date
}

/**
 * Starts the schedules of jobs just made or changed: `next_run_at` becomes the first occurrence
 * after `written_through`, null when there is none or the job is off.
 */
export async function startSchedules({ sql }: Database, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return
  // A one-time instant a moment past, at which nothing has run, is for now.
  await sql`
    update jobs j set written_through = scheduled_at - interval '1 millisecond'
    where id = any(${jobIds as string[]}::uuid[]) and enabled and schedule_type = 'once'
      and scheduled_at <= written_through
      and scheduled_at > clock_timestamp() - interval '1 minute'
      and not exists (select from executions e where e.job_id = j.id
        and e.scheduled_for = j.scheduled_at and e.trigger = 'schedule')`
  const jobs = await sql<JobRow[]>`
    select id, schedule_type, cron_expression, scheduled_at, timezone, written_through
    from jobs where id = any(${jobIds as string[]}::uuid[]) and enabled`
  const next = jobs.flatMap(job => {
    const at = firstAfter(job, job.written_through.getTime())
    return at === null ? [] : [{ id: job.id, at: new Date(at).toISOString() }]
  })
  await sql`
    update jobs set next_run_at = n.at
    from jsonb_to_recordset(${sql.json(next)}) as n(id uuid, at timestamptz)
    where jobs.id = n.id`
}

function firstAfter(job: JobRow, after: number): number | null {
  const scheduledAt = job.scheduled_at?.getTime() ?? 0
  const schedule = scheduleOf(job.schedule_type, job.cron_expression, scheduledAt, job.timezone)
  return nextOccurrence(schedule, after)?.at ?? null
}

/** Jobs of one transaction when many are set anew. */
const refreshedAtOnce = 500

/**
 * Sets anew every `next_run_at` that is not what its schedule names today: a release with other
 * time zone data may move instants that were stored before it.
 * @returns how many jobs were set anew.
 */
export async function refreshSchedules(pool: Pool): Promise<number> {
  const jobs = await pool.sql<(JobRow & { next_run_at: Date })[]>`
    select id, schedule_type, cron_expression, scheduled_at, timezone, written_through, next_run_at
    from jobs
    where enabled and schedule_type = 'cron' and timezone <> 'UTC' and next_run_at is not null
    order by id`
  const moved = jobs.filter(job => isMoved(job)).map(job => job.id)
  for (let from = 0; from < moved.length; from += refreshedAtOnce) {
    const ids = moved.slice(from, from + refreshedAtOnce)
    await pool.transaction(async tx => {
      await tx.sql`select from jobs where id = any(${ids}::uuid[]) order by id for update`
      await startSchedules(tx, ids)
    })
  }
  return moved.length
}

/** A schedule that cannot be read is the tick's to park and tell. */
function isMoved(job: JobRow & { next_run_at: Date }): boolean {
  try {
    return firstAfter(job, job.written_through.getTime()) !== job.next_run_at.getTime()
  } catch {
    return false
  }
}
