import type { Database, Sql } from '@prikke/schema'
import type postgres from 'postgres'

const reasons = {
  job_disabled: 'The job was switched off before this ran.',
  job_deleted: 'The job was deleted before this ran.',
  organization_deleted: 'The organization was deleted before this ran.',
  cancelled: 'Cancelled by a person or a program.',
} as const
export type CancelReason = keyof typeof reasons

/** Ends what disabled or deleted jobs have waiting for a slot or a retry; what is running finishes. */
export async function cancelPending(
  { sql }: Database,
  jobIds: readonly string[],
  reason: Exclude<CancelReason, 'cancelled'>,
): Promise<void> {
  await cancelWhere(
    sql,
    sql`job_id = any(${jobIds as string[]}::uuid[]) and worker is null`,
    reason,
  )
}

/**
 * Ends one execution, pending or running. The request of a running one may still reach its target;
 * what its worker says later finds no row and is dropped.
 */
export async function cancelExecution(
  { sql }: Database,
  organizationId: string,
  executionId: string,
): Promise<'cancelled' | 'final' | 'not_found'> {
  const own = sql`id = ${executionId} and organization_id = ${organizationId}`
  if ((await cancelWhere(sql, own, 'cancelled')) > 0) return 'cancelled'
  const [past] = await sql`select from execution_history where ${own}`
  return past === undefined ? 'not_found' : 'final'
}

/**
 * Ends what waits of one organization and matches, the oldest first and at most so many. What somebody
 * is taking at this moment does not wait any more: it is passed over, so nobody waits for another.
 * `matching` is a condition on execution_queue `q`, which names the organization.
 */
export async function cancelMatching(
  { sql }: Database,
  matching: postgres.PendingQuery<postgres.Row[]>,
  most: number,
): Promise<number> {
  const picked = sql`array(
    select q.id from execution_queue q where ${matching} and q.worker is null
    order by q.scheduled_for, q.id limit ${most} for update skip locked)`
  return await cancelWhere(sql, sql`q.id = any(${picked}) and q.worker is null`, 'cancelled')
}

/** How many that would be, as far as `most`. */
export async function countPending(
  { sql }: { sql: Sql },
  matching: postgres.PendingQuery<postgres.Row[]>,
  most: number,
): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from (
      select from execution_queue q where ${matching} and q.worker is null limit ${most}
    ) waiting`
  return row.count
}

/**
 * Moves queue rows to history as cancelled. Races with a claim of the same row: whoever comes
 * second waits for the row's lock and then sees that `worker` has changed or the row is gone.
 */
async function cancelWhere(
  sql: Sql,
  condition: postgres.PendingQuery<postgres.Row[]>,
  reason: CancelReason,
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with gone as (
      delete from execution_queue q where ${condition} returning *
    ), kept as (
      insert into execution_history (id, organization_id, job_id, job_version, trigger, replay_of,
        replay_id, status, scheduled_for, started_at, attempt_started_at, finished_at, attempt, max_attempts,
        worker, error_code, error_message)
      select id, organization_id, job_id, job_version, trigger, replay_of, replay_id,
        'cancelled', scheduled_for, coalesce(started_at, claimed_at), claimed_at,
        clock_timestamp(), attempt,
        max_attempts + attempt - spent_count - case when worker is null then 0 else 1 end,
        worker, ${reason}, ${reasons[reason]}
      from gone on conflict do nothing
    )
    select count(*)::int as count from gone`
  return row?.count ?? 0
}
