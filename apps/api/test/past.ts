import type { Pool } from '@prikke/schema'

/** An execution as a test tells it; in the queue when its status says so. */
export type Told = {
  jobId: string
  status: string
  scheduledFor: string
  trigger: string
  attempt: number
  statusCode: number | null
  errorCode: string | null
  errorMessage: string | null
  durationMs: number
}

/** Writes executions where they belong. Returns their ids, in the same order. */
export async function storeTold(
  { sql }: Pool,
  organizationId: string,
  told: readonly Told[],
): Promise<string[]> {
  const rows = await sql<{ place: number; id: string }[]>`
    with told as materialized (
      select uuidv7() as id, t.* from rows from (
        jsonb_to_recordset(${sql.json(told as never)}) as ("jobId" uuid, status text,
          "scheduledFor" timestamptz, trigger text, attempt int, "statusCode" int2,
          "errorCode" text, "errorMessage" text, "durationMs" int)
      ) with ordinality t(job_id, status, at, trigger, attempt, status_code, error_code,
        error_message, duration_ms, place)
    ), waiting as (
      insert into execution_queue (id, organization_id, job_id, trigger, scheduled_for, class,
        ready_at, attempt, timeout_ms, max_attempts, worker, claimed_at)
      select id, ${organizationId}, job_id, trigger, at, 2, at, attempt, 1000, 9,
        case status when 'running' then 'w' end, case status when 'running' then now() end
      from told where status in ('pending', 'running')
    ), past as (
      insert into execution_history (id, organization_id, job_id, trigger, status, scheduled_for,
        started_at, finished_at, attempt, max_attempts, status_code, error_code, error_message)
      select id, ${organizationId}, job_id, trigger, status, at, at + interval '10 milliseconds',
        at + (10 + duration_ms) * interval '1 millisecond', attempt, 9, status_code, error_code,
        error_message
      from told where status not in ('pending', 'running')
    )
    select place::int, id from told order by place`
  return rows.map(({ id }) => id)
}
