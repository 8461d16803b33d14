import type { Pool } from '@prikke/schema'
import { body } from './systems/system.ts'

/** Organizations and jobs of them, that run once a year by POST to `url`. Returns the jobs' ids. */
export async function makeJobs(
  pool: Pool,
  options: { jobCount: number; organizationCount: number; url: string },
): Promise<string[]> {
  const { jobCount, organizationCount, url } = options
  const rows = await pool.sql<{ id: string }[]>`
    with organization as (
      insert into organizations (slug, name, signing_secret)
      select 'o-' || n, 'Organization ' || n,
        'whsec_' || encode(sha256(n::text::bytea), 'base64')
      from generate_series(1, ${organizationCount}::int) n
      returning id
    ), numbered as (
      select id, row_number() over () as n from organization
    ), job as (
      insert into jobs (organization_id, name, url, method, body, schedule_type, cron_expression,
        timezone, interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through)
      select o.id, 'Job ' || j, ${url}, 'POST', ${body}, 'cron', '0 0 1 1 *',
        'UTC', 525600, true, 0, 30000, 'allow', 'latest', 'change', now()
      from generate_series(1, ${jobCount}::int) j
      join numbered o on o.n = 1 + j % ${organizationCount}::int
      returning id, organization_id, method, url, body
    ), versioned as (
      insert into job_versions (job_id, version, organization_id, request)
      select id, 1, organization_id,
        jsonb_build_object('method', method, 'url', url, 'headers', '{}'::jsonb, 'body', body)
      from job
    )
    select id from job`
  return rows.map(row => row.id)
}
