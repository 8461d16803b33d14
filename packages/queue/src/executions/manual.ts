import type { Database, Sql } from '@prikke/schema'
import { classOf } from './class.ts'

export type Triggered = { jobId: string; executionId: string }

/** Run now. The job row must be locked (`for share` is enough). Returns the execution's id. */
export async function triggerJob(at: Database, jobId: string): Promise<string> {
  const [made] = await triggerJobs(at, [jobId])
  if (made === undefined) throw new Error('The job to run is gone although it should be locked.')
  return made.executionId
}

/** Runs many jobs of one organization now, each once; their rows must be locked. */
export const triggerJobs = ({ sql }: Database, jobIds: readonly string[]): Promise<Triggered[]> =>
  insertNow(sql, jobIds, 'manual', null)

export type Replayed =
  | { outcome: 'replayed'; executionId: string }
  | { outcome: 'not_found' }
  | { outcome: 'job_deleted' }

/** Runs an execution's job again, as it stands now, linked to the execution it repeats. */
export async function replayExecution(
  { sql }: Database,
  organizationId: string,
  executionId: string,
): Promise<Replayed> {
  const [original] = await sql<{ job_id: string }[]>`
    select job_id from executions
    where id = ${executionId} and organization_id = ${organizationId}`
  if (original === undefined) return { outcome: 'not_found' }
  // Locked against a deletion, which would leave the new row without its job.
  await sql`select from jobs where id = ${original.job_id} for share`
  const [made] = await insertNow(sql, [original.job_id], 'replay', executionId)
  return made === undefined
    ? { outcome: 'job_deleted' }
    : { outcome: 'replayed', executionId: made.executionId }
}

/**
 * Due at this very millisecond, never rounded up into the future, where no claim would see it. What
 * goes beyond the first few hundred competes in the bulk class. Relies on the primary key of jobs.
 */
async function insertNow(
  sql: Sql,
  jobIds: readonly string[],
  trigger: 'manual' | 'replay',
  replayOf: string | null,
): Promise<Triggered[]> {
  return await sql<Triggered[]>`
    with clock as (select date_trunc('milliseconds', clock_timestamp()) as at)
    insert into execution_queue (organization_id, job_id, trigger, replay_of, scheduled_for,
      class, ready_at, timeout_ms, max_attempts)
    select j.organization_id, j.id, ${trigger}, ${replayOf}, clock.at,
      ${classOf(sql, sql`o.tier`, sql`0`, sql`row_number() over ()`)}, clock.at, j.timeout_ms,
      j.retry_attempts + 1
    from jobs j join organizations o on o.id = j.organization_id, clock
    where j.id = any(${jobIds as string[]}::uuid[])
    returning job_id as "jobId", id as "executionId"`
}
