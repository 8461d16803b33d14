import type { Sql } from '@prikke/schema'
import { addCounted } from './add-to-days.ts'

/** Executions that one statement counts, more or less: all those of a job are counted at once. */
const mostAtOnce = 500_000
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Adds the executions of a day to the days of their jobs, in the transaction that then drops the
 * table; nothing may be written to it any more, so it is to be detached. Reads indexes alone, save
 * for what was no success: those are few, and the table may have been read last a month ago.
 */
export async function countDay(sql: Sql, table: string, day: string): Promise<void> {
  for (let after: string | null = beforeAll; after !== null; ) {
    const [edge]: { jobId: string }[] = await sql`
      select job_id as "jobId" from ${sql(table)} where job_id > ${after}
      order by job_id offset ${mostAtOnce - 1} limit 1`
    const ofJobs = sql`job_id > ${after} ${edge === undefined ? sql`` : sql`and job_id <= ${edge.jobId}`}`
    await addCounted(
      sql,
      sql`
        select j.organization_id, a.job_id, ${day}::date as day, a.count - coalesce(u.count, 0) as success,
          coalesce(u.failed, 0) as failed, coalesce(u.timeout, 0) as timeout,
          coalesce(u.missed, 0) as missed, coalesce(u.skipped, 0) as skipped,
          coalesce(u.cancelled, 0) as cancelled
        from (select job_id, count(*)::int as count from ${sql(table)} where ${ofJobs} group by 1) a
        join jobs j on j.id = a.job_id
        left join (
          select job_id, count(*)::int as count,
            count(*) filter (where status = 'failed')::int as failed,
            count(*) filter (where status = 'timeout')::int as timeout,
            count(*) filter (where status = 'missed')::int as missed,
            count(*) filter (where status = 'skipped')::int as skipped,
            count(*) filter (where status = 'cancelled')::int as cancelled
          from ${sql(table)} where status <> 'success' and ${ofJobs} group by 1
        ) u on u.job_id = a.job_id`,
    )
    after = edge?.jobId ?? null
  }
}
