import type { Pool, Sql } from '@prikke/schema'

const dayMs = 24 * 60 * 60 * 1000

export type HistoryOptions = {
  /** Over how many of the last days they are spread. */
  days?: number
  /** One in so many failed; none unless told. */
  failedEvery?: number
  /** Of which jobs; of all unless told. */
  jobIds?: readonly string[]
}

/** Executions that are over, spread over the last days, each day in its partition. */
export async function makeHistory(
  pool: Pool,
  count: number,
  { days = 5, failedEvery = 0, jobIds }: HistoryOptions = {},
): Promise<void> {
  const today = Math.floor(Date.now() / dayMs) * dayMs
  for (let day = days; day > 0; day--) {
    const from = new Date(today - day * dayMs)
    const to = new Date(from.getTime() + dayMs)
    const name = `execution_history_${from.toISOString().slice(0, 10).replaceAll('-', '_')}`
    await pool.transaction(async ({ sql }) => {
      await sql`set local maintenance_work_mem = '512MB'`
      await sql.unsafe(`create table ${name}
        (like execution_history including defaults including constraints including storage)`)
      await insertDay(sql, name, from, Math.ceil(count / days), failedEvery, jobIds)
      // Attaching makes the indexes, faster than row by row.
      await sql.unsafe(`alter table execution_history attach partition ${name}
        for values from ('${from.toISOString()}') to ('${to.toISOString()}')`)
    })
  }
  await pool.sql`vacuum analyze`
}

/** `scheduled_for` is distinct within a job: each row lies 10 ms after the one before. */
async function insertDay(
  sql: Sql,
  name: string,
  from: Date,
  count: number,
  failedEvery: number,
  jobIds: readonly string[] | undefined,
): Promise<void> {
  await sql`
    with job as (
      select id, organization_id, row_number() over (order by id) - 1 as n,
        count(*) over () as job_count
      from jobs ${jobIds === undefined ? sql`` : sql`where id = any(${jobIds as string[]}::uuid[])`}
    )
    insert into ${sql(name)} (organization_id, job_id, job_version, trigger, status,
      scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts, worker,
      status_code, error_code, error_message, timings, response_headers, response_body, response_bytes)
    select j.organization_id, j.id, 1, 'schedule', case when o.failed then 'failed' else 'success' end,
      i.at, i.at, i.at, i.at + interval '5 milliseconds', 1, 1, 'executor-bench',
      case when o.failed then 500 else 200 end, case when o.failed then 'http_status' end,
      case when o.failed then 'The target answered 500.' end,
      '{"dnsMs": null, "connectMs": null, "tlsMs": null, "firstByteMs": 1.2, "totalMs": 1.3}',
      '{"connection": "keep-alive", "content-length": "2"}', 'ok', 2
    from generate_series(0, ${count - 1}::int) s
    join job j on j.n = s % j.job_count
    cross join lateral (select ${from}::timestamptz + s * interval '10 milliseconds' as at) i
    cross join lateral (
      select ${failedEvery}::int > 0 and s % greatest(1, ${failedEvery}::int) = 0 as failed) o`
}
