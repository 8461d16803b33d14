import { nextOccurrence } from '@prikke/schedule'
import type { Sql } from '@prikke/schema'
import type postgres from 'postgres'
import { crashPoint } from '../crash-point.ts'
import { scheduleOf, unreadable } from './read-schedule.ts'

/** Jobs of one statement: more would hold their locks longer. */
const resumedAtOnce = 1_000

export type Resumed = { jobCount: number; organizationIds: string[] }
type Fragment = postgres.PendingQuery<postgres.Row[]>
type Ending = {
  id: string
  organization_id: string
  version: number
  resume_at: Date
  written_through: Date
  /** Up to where its schedule counts as written: all that lies in the pause does not run. */
  through: Date
  schedule_type: 'cron' | 'once'
  cron_expression: string | null
  scheduled_at: Date | null
  timezone: string
}

/** Pauses that end on their own; of a deleted organization none does. */
const ends = (sql: Sql) => sql`j.resume_at is not null and not j.enabled
  and exists (select from organizations o where o.id = j.organization_id and o.deleted_at is null)`

/**
 * Switches jobs on again whose pause is over, as from the instant that was said, however late it is
 * found: what they missed since is the tick's to write. Any number of schedulers may call it at once.
 */
export async function resumeJobs(
  sql: Sql,
  options: { onWritten?: () => void } = {},
): Promise<Resumed> {
  const total: Resumed = { jobCount: 0, organizationIds: [] }
  for (;;) {
    const due = sql`${ends(sql)} and j.resume_at <= clock_timestamp()`
    const { foundCount, resumed } = await resumeWhere(sql, due, { isEdit: false })
    options.onWritten?.()
    total.jobCount += resumed.jobCount
    total.organizationIds = [...new Set([...total.organizationIds, ...resumed.organizationIds])]
    // What others hold is theirs, or found again in a moment.
    if (foundCount < resumedAtOnce || resumed.jobCount === 0) return total
  }
}

/**
 * The same for jobs whose rows an edit has locked: what was due since their pause ended must be there
 * before they change. Returns how many it were.
 */
export async function resumeLocked(sql: Sql, jobIds: readonly string[]): Promise<number> {
  let count = 0
  for (let from = 0; from < jobIds.length; from += resumedAtOnce) {
    const ids = jobIds.slice(from, from + resumedAtOnce)
    const due = sql`${ends(sql)} and j.resume_at <= clock_timestamp() and j.id = any(${ids}::uuid[])`
    count += (await resumeWhere(sql, due, { isEdit: true })).resumed.jobCount
  }
  return count
}

/** When the next pause ends, in SQL. Relies on jobs_resume. */
export const nextResumeAt = (sql: Sql) =>
  sql`(select j.resume_at from jobs j where ${ends(sql)} order by j.resume_at limit 1)`

async function resumeWhere(sql: Sql, due: Fragment, { isEdit }: { isEdit: boolean }) {
  const jobs = await sql<Ending[]>`
    select j.id, j.organization_id, j.version, j.resume_at, j.written_through, j.schedule_type,
      j.cron_expression, j.scheduled_at, j.timezone,
      greatest(j.written_through, j.resume_at - interval '1 millisecond') as through
    from jobs j where ${due}
    order by j.resume_at limit ${resumedAtOnce}`
  if (jobs.length === 0) return { foundCount: 0, resumed: { jobCount: 0, organizationIds: [] } }
  const writing = writeResumed(sql, jobs.map(planResume), { isEdit })
  crashPoint('jobs-resuming')
  const resumed = await writing
  crashPoint('jobs-resumed')
  return { foundCount: jobs.length, resumed }
}

/** A schedule that cannot be read stays off, for good: nobody knows when it would run. */
function planResume(job: Ending) {
  const own = {
    id: job.id,
    organization_id: job.organization_id,
    version: job.version,
    resume_at: job.resume_at.toISOString(),
    written_through: job.written_through.toISOString(),
    through: job.through.toISOString(),
  }
  try {
    const at = job.scheduled_at?.getTime() ?? 0
    const schedule = scheduleOf(job.schedule_type, job.cron_expression, at, job.timezone)
    const next = nextOccurrence(schedule, job.through.getTime())?.at
    return { ...own, next: next === undefined ? null : new Date(next).toISOString(), off: null }
  } catch {
    return { ...own, next: null, off: unreadable }
  }
}

/**
 * Switches on, sets the next occurrence and writes the act, in one statement. It races with other
 * schedulers and with edits: rows are locked in id order and taken only as they were read (version,
 * instant, what is written), so that whoever comes late changes nothing. The organization's row is
 * shared first: its deletion stops what is on before, or finds it off. Relies on the primary keys.
 */
async function writeResumed(
  sql: Sql,
  plans: ReturnType<typeof planResume>[],
  { isEdit }: { isEdit: boolean },
): Promise<Resumed> {
  // An edit holds its jobs already: who holds the organization may be waiting for just these.
  const lockAlive = isEdit ? sql`` : sql`for share skip locked`
  const [row] = await sql<{ count: number; orgs: string[] }[]>`
    with plan as materialized (
      select * from jsonb_to_recordset(${sql.json(plans)}) as p(id uuid, organization_id uuid,
        version int, resume_at timestamptz, written_through timestamptz, through timestamptz,
        next timestamptz, off text)
    ), alive as materialized (
      select id from organizations
      where id = any(array(select organization_id from plan)) and deleted_at is null
      order by id ${lockAlive}
    ), held as materialized (
      select j.ctid as place, p.*, j.name, j.pause_note
      from jobs j join plan p on p.id = j.id join alive a on a.id = p.organization_id
      where not j.enabled and j.version = p.version and j.resume_at = p.resume_at
        and j.written_through = p.written_through
      order by j.id for update of j ${isEdit ? sql`` : sql`skip locked`}
    ), resumed as (
      update jobs j set enabled = h.off is null, pause_note = h.off, resume_at = null,
        paused_by = null, paused_by_id = null, next_run_at = h.next, written_through = h.through,
        updated_at = now()
      from held h where j.ctid = h.place
    ), told as (
      insert into audit_events (organization_id, actor_type, action, subject_type, subject_id,
        subject_name, changes)
      select organization_id, 'system', 'job.updated', 'job', id, name,
        jsonb_build_object('resumeAt', jsonb_build_object('before',
            to_char(resume_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'after', null))
          || case when off is null
            then '{"enabled": {"before": false, "after": true}}'::jsonb else '{}' end
          || case when pause_note is distinct from off then jsonb_build_object('pauseNote',
            jsonb_build_object('before', pause_note, 'after', off)) else '{}' end
      from held
    )
    select (select count(*)::int from held) as count,
      (select coalesce(array_agg(distinct organization_id), '{}') from held) as orgs`
  return { jobCount: row?.count ?? 0, organizationIds: row?.orgs ?? [] }
}
