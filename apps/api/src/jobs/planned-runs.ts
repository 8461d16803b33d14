import type { Planned } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import type { Fragment } from '../executions/matching.ts'
import { countRuns, type Parts } from './count-runs.ts'

/** Different schedules that are looked at; the others run as these do. */
const mostSchedules = 5_000
const minuteMs = 60_000

type Span = { from: Date; to: Date }
type Row = {
  cron: string
  timezone: string
  jobCount: number
  allCount: number
  intervalMinutes: number
  nextRunAt: Date
}

/**
 * How many runs the schedules of an organization name in equal parts of a time, from now on. A
 * schedule that several jobs have in common is computed once.
 */
export async function plannedRuns(
  sql: Sql,
  organizationId: string,
  span: Span,
  { bucketMs, jobIds }: { bucketMs: number; jobIds: string[] | undefined },
): Promise<Pick<Planned, 'complete' | 'buckets'>> {
  const [from, to] = [span.from.getTime(), span.to.getTime()]
  const start = Math.max(from, Date.now())
  const counts = Array.from({ length: Math.ceil((to - from) / bucketMs) }, () => 0)
  const ofJobs = sql`
    organization_id = ${organizationId} and next_run_at < ${span.to}
    ${jobIds === undefined ? sql`` : sql`and id = any(${jobIds}::uuid[])`}`
  const rows = await sql<Row[]>`
    select cron_expression as cron, timezone, count(*)::int as "jobCount",
      (sum(count(*)) over ())::int as "allCount", min(interval_minutes) as "intervalMinutes",
      min(next_run_at) as "nextRunAt"
    from jobs where ${ofJobs} and schedule_type = 'cron'
    group by 1, 2 order by 3 desc, 1, 2 limit ${mostSchedules}`
  const complete = await countRuns(rows.map(runsOf(start, to)), { from, to, bucketMs, counts })
  const looked = rows.reduce((sum, row) => sum + row.jobCount, 0)
  const allCount = rows[0]?.allCount ?? 0
  const scaled = counts.map(count => (count === 0 ? 0 : Math.round((count / looked) * allCount)))
  for (const once of await readOnce(sql, ofJobs, start, { from, bucketMs })) {
    scaled[once.bucket] = (scaled[once.bucket] ?? 0) + once.count
  }
  return {
    complete: complete && looked === allCount,
    buckets: scaled.map((count, n) => ({
      from: new Date(from + n * bucketMs).toISOString(),
      count,
    })),
  }
}

const readOnce = (
  sql: Sql,
  ofJobs: Fragment,
  start: number,
  { from, bucketMs }: Pick<Parts, 'from' | 'bucketMs'>,
) => sql<{ bucket: number; count: number }[]>`
  select (round(extract(epoch from next_run_at - ${new Date(from)}::timestamptz)::float8 * 1000)::bigint
    / ${bucketMs}::bigint)::int as bucket, count(*)::int as count
  from jobs where ${ofJobs} and schedule_type = 'once' and next_run_at >= ${new Date(start)}
  group by 1`

const runsOf = (start: number, to: number) => (row: Row) => {
  const from = Math.max(start, row.nextRunAt.getTime())
  return {
    schedule: {
      scheduleType: 'cron' as const,
      cronExpression: row.cron,
      timezone: row.timezone,
    },
    jobCount: row.jobCount,
    from,
    most: (to - from) / (row.intervalMinutes * minuteMs),
  }
}
