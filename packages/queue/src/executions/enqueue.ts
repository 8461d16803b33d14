import type { Schedule } from '@prikke/schedule'
import type { Database, Pool, Sql } from '@prikke/schema'
import type postgres from 'postgres'
import { crashPoint } from '../crash-point.ts'
import { dayOfRuns, type Group, leadMs, missedAfterMs, type Plan, planOccurrences } from './plan.ts'
import { scheduleOf, unreadable } from './read-schedule.ts'
import { nextResumeAt } from './resume.ts'
import { chunkSize, type Planned, type Written, writeOccurrences } from './write-occurrences.ts'

const mostGroups = 500
/** Statements at once when there is more to write than one of them takes. */
const mostLanes = 2

type Fragment = postgres.PendingQuery<postgres.Row[]>
type DueGroup = Group & { jobCount: number }
type GroupRow = {
  schedule_type: 'cron' | 'once'
  cron_expression: string | null
  timezone: string
  next_run_at: Date
  catch_up: Group['catchUp']
  overlap: Group['overlap']
  job_count: number
  now_ms: number
}

/**
 * Writes every occurrence that is due, or will be within 2 s, and advances its job. Any number of
 * processes may call it at once: one works, or two when there is much, the others return.
 */
export async function writeDueOccurrences(
  pool: Pool,
  options: {
    retentionMs: number
    onParked: (schedule: Schedule, error: unknown) => void
    /** Called after each statement of many: a long tick is no hanging one. */
    onWritten?: () => void
  },
): Promise<Written> {
  const { planLimits } = pool
  const total: Written = {
    queuedCount: 0,
    missedCount: 0,
    skippedCount: 0,
    overQuotaCount: 0,
    organizationIds: [],
  }
  for (;;) {
    const { groups, now } = await groupsWhere(pool.sql, dueSoon(pool.sql))
    if (groups.length === 0) return total
    const jobCount = groups.reduce((sum, group) => sum + group.jobCount, 0)
    const limit = Math.max(1, Math.floor(chunkSize / jobCount))
    const planned = ofOneDay(
      groups.map(group => ({
        group,
        plan: planOrPark(group, now, { limit, leadMs, ...options }),
      })),
    )
    const laneCount = jobCount > chunkSize ? mostLanes : 1
    const writeLane = async (lane: number) => {
      let advancedCount = 0
      const passedOver: string[] = []
      for (;;) {
        crashPoint('tick-planned')
        const where = { planLimits, lane, laneCount, passedOver }
        const writing = writeOccurrences(pool.sql, planned, where)
        crashPoint('tick-writing')
        const written = await writing
        if (written === 'busy') return { advancedCount, isBusy: true }
        crashPoint('tick-written')
        add(total, written)
        options.onWritten?.()
        advancedCount += written.jobCount
        passedOver.push(...written.passedOver)
        if (written.takenCount < chunkSize) return { advancedCount, isBusy: false }
      }
    }
    const lanes = await whenAllEnded(
      Array.from({ length: laneCount }, (_, lane) => writeLane(lane)),
    )
    if (lanes.some(({ isBusy }) => isBusy)) return total
    const advancedCount = lanes.reduce((sum, lane) => sum + lane.advancedCount, 0)
    // Rows that others hold are theirs to advance; looking again at once would only spin.
    if (advancedCount === 0) return total
  }
}

/** What one statement may write: of the first day on which something is to run. */
function ofOneDay(planned: Planned[]): Planned[] {
  const days = planned.map(({ plan }) => dayOfRuns(plan))
  const [first] = days.filter(day => day !== null).sort()
  return planned.filter((_, index) => [null, first].includes(days[index]))
}

/** Like Promise.all, but no lane goes on by itself when another has failed. */
async function whenAllEnded<T>(lanes: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(lanes)
  return await Promise.all(lanes)
}

/**
 * A schedule that this process cannot read (a zone it does not know) must not stop every other. The
 * instant that was stored for its jobs has its row; what follows is unknown, so they are switched off.
 */
function planOrPark(
  group: Group,
  now: number,
  options: { limit: number; leadMs: number; retentionMs: number } & Parameters<
    typeof writeDueOccurrences
  >[1],
): Plan {
  try {
    return planOccurrences(group, now, options)
  } catch (error) {
    options.onParked(group.schedule, error)
    const at = group.nextRunAt
    const missed = group.catchUp === 'none' && at < now - missedAfterMs
    const occurrences = at < now - options.retentionMs ? [] : [{ at, missed }]
    return { occurrences, through: at, next: null, switchedOff: unreadable }
  }
}

/** Span until the next occurrence must be written or a pause ends, in ms; null when there is none. */
export async function nextDueInMs(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ ms: number | null }[]>`
    select extract(epoch from least(
      (select min(next_run_at) from jobs where overlap = 'allow')
        - ${leadMs}::int * interval '1 millisecond',
      (select min(next_run_at) from jobs where overlap = 'skip'),
      ${nextResumeAt(sql)}
    ) - clock_timestamp())::float8 * 1000 as ms`
  return row?.ms ?? null
}

/**
 * Writes every occurrence up to `cutoff` (epoch ms) of jobs whose rows the caller has locked: what
 * an edit must do before it may change their schedule.
 */
export async function writeOccurrencesThrough(
  { sql, planLimits = false }: Database,
  jobIds: readonly string[],
  cutoff: number,
  options: { retentionMs: number },
): Promise<void> {
  for (;;) {
    const due = sql`id = any(${jobIds as string[]}::uuid[]) and next_run_at <= ${new Date(cutoff)}`
    const { groups } = await groupsWhere(sql, due)
    if (groups.length === 0) return
    const limit = Math.max(1, Math.floor(chunkSize / jobIds.length))
    const planned = groups.map(group => ({
      group,
      plan: planOccurrences(group, cutoff, { limit, leadMs: 0, ...options }),
    }))
    await writeOccurrences(sql, ofOneDay(planned), { planLimits, jobIds })
  }
}

const dueSoon = (sql: Sql) =>
  sql`(overlap = 'allow' and next_run_at <= now() + ${leadMs}::int * interval '1 millisecond'
    or overlap = 'skip' and next_run_at <= now())`

/** Groups jobs by all that their next instant depends on: one computation serves them all. */
async function groupsWhere(
  sql: Sql,
  condition: Fragment,
): Promise<{ groups: DueGroup[]; now: number }> {
  const rows = await sql<GroupRow[]>`
    select schedule_type, cron_expression, timezone, next_run_at, catch_up, overlap,
      count(*)::int as job_count,
      floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
    from jobs where ${condition}
    group by 1, 2, 3, 4, 5, 6
    order by next_run_at limit ${mostGroups}`
  return { groups: rows.map(groupOf), now: rows[0]?.now_ms ?? 0 }
}

function groupOf(row: GroupRow): DueGroup {
  const at = row.next_run_at.getTime()
  return {
    schedule: scheduleOf(row.schedule_type, row.cron_expression, at, row.timezone),
    nextRunAt: at,
    catchUp: row.catch_up,
    overlap: row.overlap,
    jobCount: row.job_count,
  }
}

function add(total: Written, more: Written): void {
  total.queuedCount += more.queuedCount
  total.missedCount += more.missedCount
  total.skippedCount += more.skippedCount
  total.overQuotaCount += more.overQuotaCount
  total.organizationIds = [...new Set([...total.organizationIds, ...more.organizationIds])]
}
