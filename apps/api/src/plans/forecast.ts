import { nextOccurrence, type Schedule } from '@prikke/schedule'
import type { Sql } from '@prikke/schema'

/** Occurrences that are looked at for one schedule; beyond them it goes on as it did so far. */
const mostOccurrences = 50
/** Different schedules that are looked at; the others run as often as these do on average. */
const mostSchedules = 500

type Row = {
  cron_expression: string | null
  timezone: string
  job_count: number
  once_count: number
  from_ms: number
  to_ms: number
}

/**
 * About how many executions the schedules of an organization name from now to the end of this month,
 * UTC: exact for those that run seldom, in the rhythm of their next 50 runs for those that run often.
 */
export async function forecast(sql: Sql, organizationId: string): Promise<number> {
  const rows = await sql<Row[]>`
    with span as materialized (
      select now() as at, (date_trunc('month', now() at time zone 'UTC') + interval '1 month')
        at time zone 'UTC' as until
    )
    select cron_expression, case when cron_expression is null then 'UTC' else timezone end as timezone,
      count(*)::int as job_count,
      count(*) filter (where cron_expression is null and next_run_at < until)::int as once_count,
      extract(epoch from at)::float8 * 1000 as from_ms,
      extract(epoch from until)::float8 * 1000 as to_ms
    from jobs, span where organization_id = ${organizationId} and next_run_at is not null
    group by 1, 2, at, until order by job_count desc`
  const once = rows.reduce((sum, row) => sum + row.once_count, 0)
  const crons = rows.filter(row => row.cron_expression !== null)
  const looked = crons.slice(0, mostSchedules)
  const jobCount = sumOf(crons)
  const seen = looked.reduce((sum, row) => sum + row.job_count * runsOf(row), 0)
  const scale = looked.length === crons.length ? 1 : jobCount / sumOf(looked)
  return Math.round(once + seen * scale)
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + row.job_count, 0)

function runsOf({ cron_expression, timezone, from_ms: from, to_ms: to }: Row): number {
  const schedule: Schedule = {
    scheduleType: 'cron',
    cronExpression: cron_expression ?? '',
    timezone,
  }
  let [first, last] = [from, from]
  for (let runs = 0; runs < mostOccurrences; runs++) {
    const next = nextOccurrence(schedule, last)
    if (next === null || next.at >= to) return runs
    last = next.at
    if (runs === 0) first = last
  }
  const gap = (last - first) / (mostOccurrences - 1)
  return 1 + Math.floor((to - 1 - first) / gap)
}
