import type { Counts, Days } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { noCounts } from './no-counts.ts'
import { successRate } from './success-rate.ts'

const dayMs = 24 * 60 * 60 * 1000
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

type Row = { day: string; status: keyof Counts; count: number }

/**
 * The last days of a job, today among them: what is still there, and what has been removed as it was
 * counted then. One statement: what is removed meanwhile is in one of the two, never in both.
 */
export async function readDays(
  sql: Sql,
  organizationId: string,
  jobId: string,
  days: number,
): Promise<Days> {
  const now = Date.now()
  const names = Array.from({ length: days }, (_, n) => dayOf(now - (days - 1 - n) * dayMs))
  const first = new Date(`${names[0]}T00:00:00.000Z`)
  const ofJob = sql`job_id = ${jobId} and organization_id = ${organizationId}`
  const day = sql`to_char(scheduled_for at time zone 'UTC', 'YYYY-MM-DD')`
  const rows = await sql<Row[]>`
    select ${day} as day, status, count(*)::int as count from execution_history
    where ${ofJob} and scheduled_for >= ${first} group by 1, 2
    union all
    select ${day}, case when worker is null then 'pending' else 'running' end, count(*)::int
    from execution_queue where ${ofJob} and scheduled_for >= ${first} group by 1, 2
    union all
    select to_char(day, 'YYYY-MM-DD'), ended.status, ended.count
    from job_days cross join lateral (values ('success', success), ('failed', failed),
      ('timeout', timeout), ('missed', missed), ('skipped', skipped), ('cancelled', cancelled)
    ) ended(status, count)
    where ${ofJob} and day >= ${names[0] ?? ''}::date`
  const byDay = new Map(names.map(name => [name, { ...noCounts }]))
  for (const row of rows) {
    const counts = byDay.get(row.day)
    if (counts !== undefined) counts[row.status] += row.count
  }
  return {
    data: [...byDay].map(([name, counts]) => ({
      day: name,
      counts,
      successRate: successRate(counts),
    })),
  }
}
