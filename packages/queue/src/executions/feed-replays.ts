import type { Database } from '@prikke/schema'
import { enqueueUsageMails } from '../mails/enqueue.ts'
import { addToUsage, holdUsage, limitOf, ownPart, takeFromUsage } from '../usage/count.ts'
import { bulkClass, gaveWayClass } from './class.ts'

/** While so many of the bulk class are due, nothing is added to them. */
const mostWaiting = 1_000
/** How far the rows that gave way are looked through for those of one organization. */
const mostAside = 5_000

export type Fed =
  /** No replay is under way. */
  | { outcome: 'idle' }
  /** What is in the queue comes first; look again soon. */
  | { outcome: 'held' }
  | {
      outcome: 'fed'
      organizationId: string
      replayId: string
      queuedCount: number
      skippedCount: number
      isDone: boolean
    }

type Row = {
  is_running: boolean
  organization_id: string | null
  id: string
  queued: number
  skipped: number
  done: boolean
}

/**
 * Puts the next thousand of a replay into the queue and takes them off its list, in one statement: a
 * process that dies has done all of it or nothing. Two schedulers race for a replay: SKIP LOCKED
 * gives them different ones; who saw a chunk that the other took meanwhile deletes nothing, and adds
 * nothing. Organizations take turns by `fed_at`. The bulk class is kept short, so that whatever else
 * falls into it waits for one thousand and not for all. Jobs are locked against deletion in id order,
 * without holding up ticks. What the month has no room for is skipped; whose month is being counted
 * elsewhere waits for the next look. Relies on replays_running, the primary key of replay_chunks and execution_queue_ready.
 */
export async function feedNextReplay({ sql, planLimits = false }: Database): Promise<Fed> {
  const day = sql`(select (at at time zone 'UTC')::date from clock)`
  const organizations = sql`select organization_id from next`
  const written = sql`
    select organization_id, count(*)::int as count from queued group by organization_id`
  const [row] = await sql<[Row]>`
    with crowd as materialized (
      select count(*) as due from (
        select from execution_queue where class = ${bulkClass} and ready_at <= now()
        order by ready_at limit ${mostWaiting}
      ) due
    ), aside as materialized (
      select organization_id, count(*) as count from (
        select organization_id from execution_queue
        where class = ${gaveWayClass} and ready_at <= now() order by ready_at limit ${mostAside}
      ) gave_way group by organization_id
    ), next as materialized (
      select r.id, r.organization_id from replays r
      where r.finished_at is null and (select due from crowd) < ${mostWaiting}
        and coalesce((select a.count from aside a where a.organization_id = r.organization_id), 0)
          < ${mostWaiting}
      order by r.fed_at limit 1 for update skip locked
    ), clock as materialized (
      select date_trunc('milliseconds', clock_timestamp()) as at
    ), ${planLimits ? sql`${holdUsage(sql, { day, organizations, mayPass: true })},` : sql``}
    chunk as materialized (
      delete from replay_chunks c using next n
      where c.replay_id = n.id
        ${planLimits ? sql`and not exists (select from elsewhere)` : sql``}
        and c.number = (select min(number) from replay_chunks where replay_id = n.id)
      returning c.replay_id, c.number, c.execution_ids, c.job_ids
    ), item as materialized (
      select i.* from chunk cross join lateral unnest(execution_ids, job_ids) i(execution_id, job_id)
    ), job as materialized (
      select j.id, j.organization_id, j.timeout_ms, j.retry_attempts from jobs j
      where j.id = any(array(select distinct job_id from item))
        and j.organization_id = (select organization_id from next)
      order by j.id for key share
    ), able as materialized (
      select j.*, i.execution_id, row_number() over () as rank
      from item i join job j on j.id = i.job_id
    ), ${
      planLimits
        ? sql`wanted as materialized (
            select a.organization_id, a.count, ${limitOf(sql, sql`o.tier`)} as most
            from (select organization_id, count(*)::int as count from able group by 1) a
            join organizations o on o.id = a.organization_id
          ), ${takeFromUsage(sql, { day, isRestRecorded: false })}, ${enqueueUsageMails(sql, day)},`
        : sql``
    } queued as (
      insert into execution_queue (organization_id, job_id, trigger, replay_of, replay_id,
        scheduled_for, class, ready_at, timeout_ms, max_attempts)
      select a.organization_id, a.id, 'replay', a.execution_id, (select id from next),
        clock.at, ${bulkClass}, clock.at, a.timeout_ms, a.retry_attempts + 1
      from able a cross join clock
      ${planLimits ? sql`where a.rank <= (select granted from counted)` : sql``}
      returning organization_id
    ), ${planLimits ? sql`` : sql`added as (${addToUsage(sql, { day, part: ownPart(sql), written })}),`}
    tally as materialized (
      select (select count(*) from queued)::int as queued,
        (select count(*) from item)::int - (select count(*) from queued)::int as skipped
    ), fed as (
      update replays r set replayed_count = r.replayed_count + tally.queued,
        skipped_count = r.skipped_count + tally.skipped, fed_at = clock_timestamp(),
        finished_at = case when not exists (select from replay_chunks c
          where c.replay_id = r.id and c.number > chunk.number) then clock_timestamp() end
      from chunk, tally where r.id = chunk.replay_id
      returning r.id, r.organization_id, tally.queued, tally.skipped, r.finished_at is not null as done
    )
    select exists (select from replays where finished_at is null) as is_running, fed.*,
      (select pg_notify('prikke_executions', '') where fed.queued > 0)
    from (values (0)) one left join fed on true`
  if (row.organization_id === null) return { outcome: row.is_running ? 'held' : 'idle' }
  return {
    outcome: 'fed',
    organizationId: row.organization_id,
    replayId: row.id,
    queuedCount: row.queued,
    skippedCount: row.skipped,
    isDone: row.done,
  }
}
