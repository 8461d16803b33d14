import type { Recent } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { recentDays } from './recent-days.ts'
import { successRate } from './success-rate.ts'
import { historyColumns, queueColumns, type SummaryRow, summaryOf } from './summary.ts'

/** Executions that are shown of each job. */
const mostShown = 10
const weekMs = 7 * 24 * 60 * 60 * 1000
/** Of an organization in a week: so many are looked through, and beyond them each job for itself. */
const fewUnsuccessful = 20_000

type Asked = { jobIds: string[]; since: Date }

/** The newest executions of jobs, and how many of a week succeeded; in the order of the ids asked for. */
export async function readRecent(
  sql: Sql,
  organizationId: string,
  { ids, since }: { ids: string[]; since: Date },
): Promise<Recent> {
  const asked = [...new Set(ids.map(id => id.toLowerCase()))]
  const found = await sql<{ id: string }[]>`
    select id from jobs where organization_id = ${organizationId} and id = any(${asked}::uuid[])`
  const there = new Set(found.map(({ id }) => id))
  const jobIds = asked.filter(id => there.has(id))
  if (jobIds.length === 0) return { data: [] }
  const newest = await readNewest(sql, { jobIds, since })
  const week = new Date(Math.max(since.getTime(), Date.now() - weekMs))
  const rates = await readRates(sql, organizationId, { jobIds, since: week })
  return {
    data: jobIds.map(jobId => ({
      jobId,
      executions: (newest.get(jobId) ?? []).map(row => {
        const { id, status, scheduledFor, durationMs, latenessMs } = summaryOf(row)
        return { id, status, scheduledFor, durationMs, latenessMs }
      }),
      successRate: rates.get(jobId) ?? null,
    })),
  }
}

/** By execution_history_occurrence: of the last days, and of those before for whom that is not enough. */
async function readNewest(sql: Sql, { jobIds, since }: Asked): Promise<Map<string, SummaryRow[]>> {
  const edge = recentDays()
  const history = (ids: string[], from: Date, to?: Date) => sql`
    select newest.* from unnest(${ids}::uuid[]) asked(id) cross join lateral (
      select ${historyColumns(sql)} from execution_history h
      where h.job_id = asked.id and h.scheduled_for >= ${from}
        ${to === undefined ? sql`` : sql`and h.scheduled_for < ${to}`}
      order by h.scheduled_for desc, h.id desc limit ${mostShown}
    ) newest`
  const recent = await sql<SummaryRow[]>`
    select newest.* from unnest(${jobIds}::uuid[]) asked(id) cross join lateral (
      select ${queueColumns(sql)} from execution_queue q where q.job_id = asked.id
      order by q.scheduled_for desc, q.id desc limit ${mostShown}
    ) newest
    union all ${history(jobIds, new Date(Math.max(since.getTime(), edge.getTime())))}`
  const byJob = Map.groupBy(recent, row => row.job_id)
  const lacking = jobIds.filter(id => (byJob.get(id)?.length ?? 0) < mostShown)
  const older =
    lacking.length === 0 ? [] : await sql<SummaryRow[]>`${history(lacking, since, edge)}`
  for (const [id, rows] of Map.groupBy(older, row => row.job_id)) {
    byJob.set(id, [...(byJob.get(id) ?? []), ...rows])
  }
  for (const [id, rows] of byJob) byJob.set(id, rows.sort(newestFirst).slice(0, mostShown))
  return byJob
}

const newestFirst = (a: SummaryRow, b: SummaryRow) =>
  b.scheduled_for.getTime() - a.scheduled_for.getTime() || (a.id < b.id ? 1 : -1)

type Ended = { jobId: string; success: number; failing: number }

/**
 * All of a job are counted by its index, and those of the organization that were no success are read:
 * they are few as a rule. Where they are not, every row of the jobs is looked at.
 */
async function readRates(
  sql: Sql,
  organizationId: string,
  { jobIds, since }: Asked,
): Promise<Map<string, number | null>> {
  const unsuccessful = sql`
    from execution_history h where h.organization_id = ${organizationId}
      and h.status = any('{failed,timeout,missed,skipped,cancelled}') and h.status <> 'success'
      and h.scheduled_for >= ${since}`
  const [many] = await sql`
    select from (select ${unsuccessful} limit ${fewUnsuccessful + 1}) found offset ${fewUnsuccessful}`
  const isFailing = sql`h.status in ('failed', 'timeout')`
  const ofJob = sql`h.job_id = asked.id and h.scheduled_for >= ${since}`
  const rows =
    many === undefined
      ? await sql<Ended[]>`
          select asked.id as "jobId", coalesce(u.failing, 0) as failing,
            (select count(*)::int from execution_history h where ${ofJob}) - coalesce(u.count, 0)
              as success
          from unnest(${jobIds}::uuid[]) asked(id) left join (
            select h.job_id, count(*)::int as count,
              count(*) filter (where ${isFailing})::int as failing
            ${unsuccessful} and h.job_id = any(${jobIds}::uuid[]) group by 1
          ) u on u.job_id = asked.id`
      : await sql<Ended[]>`
          select asked.id as "jobId", ended.* from unnest(${jobIds}::uuid[]) asked(id)
          cross join lateral (
            select count(*) filter (where h.status = 'success')::int as success,
              count(*) filter (where ${isFailing})::int as failing
            from execution_history h where ${ofJob}
          ) ended`
  return new Map(
    rows.map(({ jobId, success, failing }) => [
      jobId,
      successRate({ success, failed: failing, timeout: 0 }),
    ]),
  )
}
