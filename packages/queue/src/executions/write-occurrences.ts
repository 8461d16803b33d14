import { advisoryLocks, type Sql } from '@prikke/schema'
import { ownPart } from '../usage/count.ts'
import { classOf } from './class.ts'
import { addingUp, takingFrom } from './metering.ts'
import { dayOfRuns, type Group, type Plan } from './plan.ts'
import { isUniqueViolation } from './unique-violation.ts'

/** Jobs advanced by one statement: more gain nothing and hold their locks longer. */
export const chunkSize = 5_000

export type Written = {
  queuedCount: number
  missedCount: number
  skippedCount: number
  /** Of those skipped: because the month's executions were used up. */
  overQuotaCount: number
  organizationIds: string[]
}

/** What is to be run is of one UTC day: it is counted for that. */
export type Planned = { group: Group; plan: Plan }
type ChunkWritten = Written & {
  jobCount: number
  /** With those that were left as they are, for their organization was being counted. */
  takenCount: number
  passedOver: string[]
}

export type WriteOptions = { planLimits: boolean } & (
  | {
      /** The tick: chunks of one lane follow each other, whichever scheduler writes them. */
      lane: number
      laneCount: number
      /** Organizations to leave for later. */
      passedOver: readonly string[]
    }
  /** An edit, in its own transaction, which has locked these jobs. */
  | { jobIds: readonly string[] }
)
type Chunk = WriteOptions & { mayCollide: boolean }

/**
 * Advances jobs and writes their occurrences in one statement. Two writers race for a job: the
 * row lock and `next_run_at = the instant that was planned from` let one of them through, and the
 * loser finds no row. The lane's lock is taken here, so that no scheduler can keep it while it is
 * stopped. Relies on jobs_due (overlap, next_run_at) and execution_queue_occurrence; the join is
 * written so that only a hash of the groups serves: merged by instant, every job would meet every group.
 * Rows of one instant are mostly claimed as they are inserted: so organizations take turns in a chunk.
 * Held to limits, each lane has organizations of its own: else it would find the other's being counted.
 */
export async function writeOccurrences(
  sql: Sql,
  planned: Planned[],
  options: WriteOptions,
): Promise<ChunkWritten | 'busy'> {
  // Asking beforehand whether a row is there costs a tick 2 µs each; an edit cannot try again.
  if ('jobIds' in options) return await writeChunk(sql, planned, { ...options, mayCollide: true })
  try {
    return await writeChunk(sql, planned, { ...options, mayCollide: false })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return await writeChunk(sql, planned, { ...options, mayCollide: true })
  }
}

type Row = {
  free: boolean
  taken: number
  jobs: number
  queued: number
  missed: number
  skipped: number
  over: number
  orgs: string[]
  passed: string[]
}

async function writeChunk(
  sql: Sql,
  planned: Planned[],
  options: Chunk,
): Promise<ChunkWritten | 'busy'> {
  const { mayCollide, planLimits } = options
  const tick = 'lane' in options ? options : null
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
  const days = planned.flatMap(({ plan }) => dayOfRuns(plan) ?? [])
  // Where nothing is to run nothing is counted, for whatever day.
  const day = sql`${days[0] ?? '2000-01-01'}::date`
  const metering = planLimits
    ? takingFrom(sql, { day, mayPass: tick !== null, mayCollide })
    : addingUp(sql, { day, part: tick ? sql`${tick.lane}::int` : ownPart(sql) })
  const [row] = await sql<Row[]>`
    with leader as materialized (
      select ${tick ? sql`pg_try_advisory_xact_lock(${advisoryLocks.tick}, ${tick.lane})` : sql`true`} as free
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
        ${'jobIds' in options ? sql`and j.id = any(${options.jobIds as string[]}::uuid[])` : ofLane(sql, options)}
      limit ${chunkSize}
      for update of j ${tick ? sql`skip locked` : sql``}
    ), found as materialized (
      select f.*, not f.missed and not f.skipped as runs, ${metering.rank} as rank
      from (
        select d.*, o.at, o.missed, not o.missed and d.overlap = 'skip' and exists (
            select from execution_queue q where q.job_id = d.id) as skipped
        from due d join o on o.no = d.no
        ${metering.unlessKept}
      ) f
    ), tier as materialized (
      select id as organization_id, tier from organizations
      where id = any(array(select distinct organization_id from due))
    ), ${metering.allowed},
    advanced as (
      update jobs j set next_run_at = d.next, written_through = d.through,
        enabled = d.off is null, pause_note = coalesce(d.off, j.pause_note),
        updated_at = case when d.off is null then j.updated_at else now() end
      from due d where j.ctid = d.place and ${metering.isWritten(sql`d.organization_id`)}
    ), queued as (
      insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
        timeout_ms, max_attempts)
      select f.organization_id, f.id, 'schedule', f.at,
        ${classOf(sql, sql`a.tier`, sql`f.interval_minutes`, sql`f.rank`)}, f.at,
        f.timeout_ms, f.retry_attempts + 1
      from found f join allowed a on a.organization_id = f.organization_id
      where f.runs and ${metering.mayRun}
      order by f.rank
      ${unlessKept} returning organization_id
    ), closed as (
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code, error_message)
      select c.organization_id, c.id, 'schedule', case c.code when 'missed' then 'missed' else 'skipped' end,
        c.at, clock_timestamp(), 0, c.retry_attempts + 1, c.code,
        case c.code when 'missed' then 'Found more than 60 s late; the catch-up policy did not run it.'
          when 'overlap' then 'Another execution of this job had not finished.'
          else 'The executions that the plan allows in a month were used up.' end
      from (
        select organization_id, id, at, retry_attempts,
          case when missed then 'missed' else 'overlap' end as code
        from found where not runs and ${metering.isWritten(sql`organization_id`)}
        ${metering.overQuota}
      ) c
      ${unlessKept} returning error_code
    ), ${metering.last}
    select (select free from leader) as free,
      (select count(*)::int from due) as taken,
      ${metering.jobCount} as jobs,
      (select count(*)::int from queued) as queued,
      (select count(*)::int from closed where error_code = 'missed') as missed,
      (select count(*)::int from closed where error_code <> 'missed') as skipped,
      (select count(*)::int from closed where error_code = 'over_quota') as over,
      (select coalesce(array_agg(distinct organization_id), '{}') from due) as orgs,
      ${metering.passedOver} as passed,
      (select pg_notify('prikke_executions', '') where exists (select from queued))`
  if (row === undefined || !row.free) return 'busy'
  return {
    takenCount: row.taken,
    jobCount: row.jobs,
    queuedCount: row.queued,
    missedCount: row.missed,
    skippedCount: row.skipped,
    overQuotaCount: row.over,
    organizationIds: row.orgs,
    passedOver: row.passed,
  }
}

/** Held to limits, the organizations of a lane, save those that are to be left for later. */
function ofLane(
  sql: Sql,
  { planLimits, lane, laneCount, passedOver }: Extract<WriteOptions, { lane: number }>,
) {
  const own = planLimits && laneCount > 1
  return sql`
    ${own ? sql`and (uuid_hash(j.organization_id) & 1) = ${lane}` : sql``}
    ${passedOver.length > 0 ? sql`and j.organization_id <> all(${passedOver as string[]}::uuid[])` : sql``}`
}

const isoOf = (at: number) => new Date(at).toISOString()
