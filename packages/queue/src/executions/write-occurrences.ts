import { advisoryLocks, type Sql } from '@prikke/schema'
import { classOf } from './class.ts'
import type { Group, Plan } from './plan.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** Jobs advanced by one statement: more gain nothing and hold their locks longer. */
export const chunkSize = 5_000

export type Written = {
  queuedCount: number
  missedCount: number
  skippedCount: number
  organizationIds: string[]
}

export type Planned = { group: Group; plan: Plan }
type ChunkWritten = Written & { jobCount: number }

export type WriteOptions =
  /** The tick: chunks of one lane follow each other, whichever scheduler writes them. */
  | { lane: number }
  /** An edit, in its own transaction, which has locked these jobs. */
  | { jobIds: readonly string[] }

/**
 * Advances jobs and writes their occurrences in one statement. Two writers race for a job: the
 * row lock and `next_run_at = the instant that was planned from` let one of them through, and the
 * loser finds no row. The lane's lock is taken here, so that no scheduler can keep it while it is
 * stopped. Relies on jobs_due (overlap, next_run_at) and execution_queue_occurrence; the join is
 * written so that only a hash of the groups serves: merged by instant, every job would meet every group.
 * Rows of one instant are mostly claimed as they are inserted: so organizations take turns in a chunk.
 */
export async function writeOccurrences(
  sql: Sql,
  planned: Planned[],
  options: WriteOptions,
): Promise<ChunkWritten | 'busy'> {
  // Asking beforehand whether a row is there costs a tick 2 µs each; an edit cannot try again.
  if ('jobIds' in options) return await writeChunk(sql, planned, options, true)
  try {
    return await writeChunk(sql, planned, options, false)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return await writeChunk(sql, planned, options, true)
  }
}

async function writeChunk(
  sql: Sql,
  planned: Planned[],
  options: WriteOptions,
  mayCollide: boolean,
): Promise<ChunkWritten | 'busy'> {
  const isTick = 'lane' in options
  const unlessKept = mayCollide ? sql`on conflict do nothing` : sql``
  const groups = planned.map(({ group, plan }, no) => ({
    no,
    type: group.schedule.scheduleType,
    expression: group.schedule.scheduleType === 'cron' ? group.schedule.cronExpression : '',
    timezone: group.schedule.timezone,
    due: isoOf(group.nextRunAt),
    catch_up: group.catchUp,
    overlap: group.overlap,
    through: isoOf(plan.through),
    next: plan.next === null ? null : isoOf(plan.next),
    off: plan.switchedOff,
  }))
  const overlaps = [...new Set(planned.map(({ group }) => group.overlap))]
  const instants = [...new Set(groups.map(({ due }) => due))]
  const occurrences = planned.flatMap(({ plan }, no) =>
    plan.occurrences.map(({ at, missed }) => ({ no, at: isoOf(at), missed })),
  )
  const [row] = await sql<
    {
      free: boolean
      jobs: number
      queued: number
      missed: number
      skipped: number
      orgs: string[]
    }[]
  >`
    with leader as materialized (
      select ${isTick ? sql`pg_try_advisory_xact_lock(${advisoryLocks.tick}, ${options.lane})` : sql`true`} as free
    ), g as materialized (
      select * from jsonb_to_recordset(${sql.json(groups)}) as g(no int, type text, expression text,
        timezone text, due timestamptz, catch_up text, overlap text, through timestamptz, next timestamptz,
        off text)
    ), o as materialized (
      select * from jsonb_to_recordset(${sql.json(occurrences)}) as o(no int, at timestamptz, missed bool)
    ), due as materialized (
      select j.ctid as place, j.id, j.organization_id, j.timeout_ms, j.retry_attempts,
        j.interval_minutes, j.overlap, g.no, g.through, g.next, g.off
      from jobs j join g on coalesce(j.cron_expression, '') = g.expression
        and j.timezone = g.timezone and j.schedule_type = g.type and j.catch_up = g.catch_up
        and j.overlap || '' = g.overlap and j.next_run_at between g.due and g.due
      where (select free from leader)
        and j.overlap = any(${overlaps}::text[]) and j.next_run_at = any(${instants}::timestamptz[])
        ${isTick ? sql`` : sql`and j.id = any(${options.jobIds as string[]}::uuid[])`}
      limit ${chunkSize}
      for update of j ${isTick ? sql`skip locked` : sql``}
    ), advanced as (
      update jobs j set next_run_at = d.next, written_through = d.through,
        enabled = d.off is null, pause_note = coalesce(d.off, j.pause_note),
        updated_at = case when d.off is null then j.updated_at else now() end
      from due d where j.ctid = d.place
    ), found as materialized (
      select d.*, o.at, o.missed, not o.missed and d.overlap = 'skip' and exists (
          select from execution_queue q where q.job_id = d.id) as skipped,
        row_number() over (partition by d.organization_id) as rank
      from due d join o on o.no = d.no
    ), tier as materialized (
      select id as organization_id, tier from organizations
      where id = any(array(select distinct organization_id from due))
    ), queued as (
      insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
        timeout_ms, max_attempts)
      select f.organization_id, f.id, 'schedule', f.at,
        ${classOf(sql, sql`t.tier`, sql`f.interval_minutes`, sql`f.rank`)}, f.at,
        f.timeout_ms, f.retry_attempts + 1
      from found f join tier t on t.organization_id = f.organization_id
      where not f.missed and not f.skipped
      order by f.rank
      ${unlessKept} returning 1
    ), closed as (
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code, error_message)
      select f.organization_id, f.id, 'schedule', case when f.missed then 'missed' else 'skipped' end,
        f.at, clock_timestamp(), 0, f.retry_attempts + 1,
        case when f.missed then 'missed' else 'overlap' end,
        case when f.missed then 'Found more than 60 s late; the catch-up policy did not run it.'
          else 'Another execution of this job had not finished.' end
      from found f where f.missed or f.skipped
      ${unlessKept} returning status
    )
    select (select free from leader) as free,
      (select count(*)::int from due) as jobs,
      (select count(*)::int from queued) as queued,
      (select count(*)::int from closed where status = 'missed') as missed,
      (select count(*)::int from closed where status = 'skipped') as skipped,
      (select coalesce(array_agg(distinct organization_id), '{}') from due) as orgs,
      (select pg_notify('prikke_executions', '') where exists (select from queued))`
  if (row === undefined || !row.free) return 'busy'
  return {
    jobCount: row.jobs,
    queuedCount: row.queued,
    missedCount: row.missed,
    skippedCount: row.skipped,
    organizationIds: row.orgs,
  }
}

const isoOf = (at: number) => new Date(at).toISOString()
