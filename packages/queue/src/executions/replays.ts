import type { Database, Sql } from '@prikke/schema'
import type postgres from 'postgres'

/** Executions that are put into the queue together. */
const chunkSize = 1_000

export type Counted = { count: number; deletedJobCount: number }

/**
 * Counts what a replay would run. `matching` is a condition on execution_history `h`, which names the
 * organization.
 */
export async function countReplay(
  { sql }: { sql: Sql },
  matching: postgres.PendingQuery<postgres.Row[]>,
): Promise<Counted> {
  const [counted] = await sql<[Counted]>`
    select count(*)::int as count, count(*) filter (where j.id is null)::int as "deletedJobCount"
    from execution_history h left join jobs j on j.id = h.job_id
    where ${matching}`
  return counted
}

type NewReplay = {
  organizationId: string
  /** As it was asked for, to be shown. */
  filter: Record<string, unknown>
  matching: postgres.PendingQuery<postgres.Row[]>
  /** With more than this, or none, nothing is kept. */
  most: number
}

/**
 * Keeps which executions a replay is of, the oldest first, for `feedNextReplay`. What settles in the
 * next moment would match as well: so what was counted is written down, and nothing is searched for
 * again. A second replay of the organization waits here for the first and is refused by
 * replays_running.
 * @returns the count, and the replay's id unless nothing was kept.
 */
export async function startReplay(
  { sql }: Database,
  { organizationId, filter, matching, most }: NewReplay,
): Promise<{ count: number; id: string | null }> {
  const [row] = await sql<[{ count: number; id: string | null }]>`
    with found as materialized (
      select h.id, h.job_id, row_number() over (order by h.scheduled_for, h.id) - 1 as place
      from execution_history h where ${matching}
      limit ${most + 1}
    ), made as (
      insert into replays (organization_id, filter, total_count)
      select ${organizationId}, ${sql.json(filter as never)}, count(*) from found
      having count(*) between 1 and ${most}
      returning id
    ), kept as (
      insert into replay_chunks (replay_id, number, execution_ids, job_ids)
      select made.id, f.number, array_agg(f.id order by f.place),
        array_agg(f.job_id order by f.place)
      from (select *, place / ${chunkSize}::int as number from found) f cross join made
      group by made.id, f.number
    )
    select (select count(*)::int from found) as count, (select id from made) as id`
  return row
}

/** Ends a replay: what it has put into the queue runs, the rest does not. */
export async function cancelReplay(
  { sql }: { sql: Sql },
  organizationId: string,
  replayId: string,
): Promise<'cancelled' | 'done' | 'not_found'> {
  const own = sql`id = ${replayId} and organization_id = ${organizationId}`
  if (await endRunning(sql, own)) return 'cancelled'
  const [found] = await sql<{ cancelled: boolean }[]>`
    select cancelled_at is not null as cancelled from replays where ${own}`
  if (found === undefined) return 'not_found'
  return found.cancelled ? 'cancelled' : 'done'
}

/** Ends the replay that a deleted organization has under way. */
export const cancelReplaysOf = ({ sql }: { sql: Sql }, organizationId: string) =>
  endRunning(sql, sql`organization_id = ${organizationId}`)

/** Whoever comes second, this or the feeding of a thousand, waits for the replay's row. */
async function endRunning(
  sql: Sql,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<boolean> {
  const ended = await sql`
    with ended as (
      update replays set finished_at = clock_timestamp(), cancelled_at = clock_timestamp()
      where ${condition} and finished_at is null returning id
    ), left_out as (
      delete from replay_chunks where replay_id in (select id from ended)
    )
    select id from ended`
  return ended.length > 0
}
