import type { ExecutionFilter, Failures } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import { matchExecutions } from './matching.ts'

/** Failures that are looked through, the newest first. */
const mostLookedAt = 50_000

type Row = {
  job_id: string
  job_name: string | null
  error_code: string
  status_code: number | null
  count: number
  first_at: Date
  last_at: Date
  last_id: string
  looked_at: number
}

/**
 * What failed in a time, by job and cause, the last seen first; along execution_history_unsuccessful
 * or, where a few jobs are named, along each of theirs.
 */
export async function readFailures(
  sql: Sql,
  organizationId: string,
  span: { from: Date; to: Date },
  limit: number,
  filter: Pick<ExecutionFilter, 'jobId' | 'tag'>,
): Promise<Failures> {
  const [from, to] = [span.from.toISOString(), span.to.toISOString()]
  const { walks, along, rest, hasPast } = await matchExecutions(sql, organizationId, {
    ...filter,
    status: ['failed', 'timeout'],
    from,
    to,
  })
  const rows = await sql<Row[]>`
    with failures as materialized (
      select walked.* from ${walks} cross join lateral (
        select h.id, h.job_id, h.error_code, h.status_code, h.scheduled_for
        from execution_history h where ${along} ${rest}
        order by h.scheduled_for desc, h.id desc limit ${mostLookedAt}
      ) walked
      where ${hasPast} order by scheduled_for desc, id desc limit ${mostLookedAt}
    ), causes as materialized (
      select job_id, error_code, status_code, count(*)::int as count,
        min(scheduled_for) as first_at, max(scheduled_for) as last_at
      from failures group by 1, 2, 3 order by last_at desc, job_id, error_code, status_code
      limit ${limit}
    )
    select c.*, (select name from jobs j where j.id = c.job_id) as job_name, (
        select f.id from failures f
        where f.scheduled_for = c.last_at and f.job_id = c.job_id and f.error_code = c.error_code
          and f.status_code is not distinct from c.status_code
        order by f.id desc limit 1
      ) as last_id, (select count(*)::int from failures) as looked_at
    from causes c order by last_at desc, job_id, error_code, status_code`
  return {
    from,
    to,
    atLeast: (rows[0]?.looked_at ?? 0) >= mostLookedAt,
    data: rows.map(row => ({
      jobId: row.job_id,
      jobName: row.job_name,
      errorCode: row.error_code,
      statusCode: row.status_code,
      count: row.count,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      lastExecutionId: row.last_id,
    })),
  }
}
