import { connect } from '@prikke/schema'

/** How every so many of them came out; the rest are successes. */
export type Seed = {
  count: number
  /** How far one is from the next, counted back from `until`. */
  everyMs: number
  /** The instant of the newest; now unless told. */
  until?: Date
  /** One in so many failed with 500, and one in so many ran out of time; none unless told. */
  failedEach?: number
  timeoutEach?: number
}

/** Writes what a job would have done long ago, straight into the history: scheduled executions. */
export async function seedExecutions(
  databaseUrl: string,
  jobId: string,
  { count, everyMs, until = new Date(), failedEach = 0, timeoutEach = 0 }: Seed,
): Promise<void> {
  const pool = connect(databaseUrl, { applicationName: 'test', max: 1 })
  await pool.sql`
    insert into execution_history (
      organization_id, job_id, job_version, trigger, status, scheduled_for, started_at,
      attempt_started_at, finished_at, attempt, max_attempts, status_code, error_code,
      error_message, timings, response_headers, response_body, response_bytes, response_encoding
    )
    select j.organization_id, j.id, j.version, 'schedule', o.status, o.at, o.started, o.started,
      o.started + o.took, 1, 1,
      case o.status when 'success' then 200 when 'failed' then 500 end,
      case o.status when 'failed' then 'http_status' when 'timeout' then 'deadline_exceeded' end,
      case o.status when 'failed' then 'The answer was 500.'
        when 'timeout' then 'It took longer than the deadline.' end,
      json_build_object('dnsMs', 0.4, 'connectMs', 1.2, 'tlsMs', null, 'firstByteMs',
        extract(epoch from o.took) * 900, 'totalMs', extract(epoch from o.took) * 1000),
      '{"content-type": "text/plain"}', 'ok', 2, 'utf8'
    from jobs j cross join (
      select at, at + (2 + i::bigint * i * 31 % 9) * interval '1 ms' as started,
        (40 + i::bigint * i * 67 % 151) * interval '1 ms' as took,
        case when i % ${Math.max(1, failedEach)}::int = 0 and ${failedEach > 0} then 'failed'
          when i % ${Math.max(1, timeoutEach)}::int = 0 and ${timeoutEach > 0} then 'timeout'
          else 'success' end as status
      from generate_series(1, ${count}::int) i cross join lateral (
        select ${until}::timestamptz - (i - 1) * ${everyMs}::float8 * interval '1 ms'
      ) as instants(at)
    ) o
    where j.id = ${jobId}`
  await pool.close()
}
