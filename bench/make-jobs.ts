import type { Pool } from '@prikke/schema'
import { body } from './systems/system.ts'

export type NewJobs = {
  jobCount: number
  organizationCount: number
  /** Where they post to; `%` becomes the job's number, from 0. */
  url: string
  /** The instant of one-time jobs; without it they are of a cron that is years away. */
  scheduledAt?: Date
  timeoutMs?: number
}

/** Organizations and jobs of theirs, by turns. Returns the jobs' ids in the order of their numbers. */
export async function makeJobs(pool: Pool, jobs: NewJobs): Promise<string[]> {
  const { jobCount, organizationCount, url, scheduledAt = null, timeoutMs = 30_000 } = jobs
  const rows = await pool.sql<{ id: string }[]>`
    with organization as (
      insert into organizations (slug, name, signing_secret)
      select 'o-' || replace(uuidv7()::text, '-', ''), 'Organization ' || n,
        'whsec_' || encode(sha256(n::text::bytea), 'base64')
      from generate_series(1, ${organizationCount}::int) n
      returning id
    ), numbered as (
      select id, row_number() over () - 1 as n from organization
    ), job as (
      insert into jobs (organization_id, key, name, url, method, body, schedule_type,
        cron_expression, interval_minutes, scheduled_at, next_run_at, timezone, enabled,
        retry_attempts, timeout_ms, overlap, catch_up, alert_on, written_through)
      select o.id, j::text, 'Job ' || j, replace(${url}, '%', j::text), 'POST', ${body},
        case when i.at is null then 'cron' else 'once' end,
        case when i.at is null then '0 0 29 2 *' end, case when i.at is null then 525600 end,
        i.at, i.at, 'UTC', true, 0, ${timeoutMs}::int, 'allow', 'latest', 'change', now()
      from (select ${scheduledAt}::timestamptz as at) i
      cross join generate_series(0, ${jobCount - 1}::int) j
      join numbered o on o.n = j % ${organizationCount}::int
      returning id, key, organization_id, url, body
    ), versioned as (
      insert into job_versions (job_id, version, organization_id, request)
      select id, 1, organization_id,
        jsonb_build_object('method', 'POST', 'url', url, 'headers', '{}'::jsonb, 'body', body)
      from job
    )
    select id from job order by key::int`
  return rows.map(row => row.id)
}
