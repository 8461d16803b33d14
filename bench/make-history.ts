import type { Pool } from '@prikke/schema'

const dayMs = 24 * 60 * 60 * 1000
const days = 5
const rowsAtOnce = 100_000

/** Successful executions of all jobs, spread over the last days, each day in its partition. */
export async function makeHistory(pool: Pool, count: number): Promise<void> {
  const today = Math.floor(Date.now() / dayMs) * dayMs
  for (let day = days; day > 0; day--) {
    const from = new Date(today - day * dayMs)
    const to = new Date(from.getTime() + dayMs)
    const name = `execution_history_${from.toISOString().slice(0, 10).replaceAll('-', '_')}`
    await pool.sql.unsafe(`
      create table ${name} partition of execution_history
      for values from ('${from.toISOString()}') to ('${to.toISOString()}')`)
    for (let made = 0; made < count / days; made += rowsAtOnce) {
      await insertDay(pool, from, Math.min(rowsAtOnce, count / days - made), made)
    }
  }
  await pool.sql`vacuum analyze`
}

/** `scheduled_for` is distinct within a job: each row lies 10 ms after the one before. */
async function insertDay(pool: Pool, from: Date, count: number, offset: number): Promise<void> {
  await pool.sql`
    with job as (
      select id, organization_id, row_number() over (order by id) - 1 as n,
        count(*) over () as job_count
      from jobs
    )
    insert into execution_history (organization_id, job_id, job_version, trigger, status,
      scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts, worker,
      status_code, timings, response_headers, response_body, response_bytes)
    select j.organization_id, j.id, 1, 'schedule', 'success',
      i.at, i.at, i.at, i.at + interval '5 milliseconds', 1, 1, 'executor-bench',
      200, '{"dnsMs": null, "connectMs": null, "tlsMs": null, "firstByteMs": 1.2, "totalMs": 1.3}',
      '{"connection": "keep-alive", "content-length": "2"}', 'ok', 2
    from generate_series(${offset}::int, ${offset + count - 1}::int) s
    join job j on j.n = s % j.job_count
    cross join lateral (select ${from}::timestamptz + s * interval '10 milliseconds' as at) i`
}
