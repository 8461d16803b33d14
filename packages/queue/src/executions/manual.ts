import type { Database, OwnRequest, Sql } from '@prikke/schema'
import { enqueueUsageMails } from '../mails/enqueue.ts'
import { addToUsage, holdUsage, limitOf, ownPart, takeFromUsage } from '../usage/count.ts'
import { classOf } from './class.ts'

/**
 * Run now. The job row must be locked (`for share` is enough). Returns the execution's id, or null
 * when the month's executions are used up.
 */
export async function triggerJob(at: Database, jobId: string): Promise<string | null> {
  const [id] = await runNow(at, 'manual', [{ jobId, replayOf: null }])
  if (id === undefined) throw new Error('The job to run is gone although it should be locked.')
  return id
}

export type Triggered = { jobId: string; executionId: string }

/**
 * Runs many jobs of one organization now, each once; their rows must be locked. Null when the month
 * has no room for all of them: then the transaction is to be given up.
 */
export async function triggerJobs(
  at: Database,
  jobIds: readonly string[],
): Promise<Triggered[] | null> {
  const ids = await runNow(
    at,
    'manual',
    jobIds.map(jobId => ({ jobId, replayOf: null })),
  )
  const made = ids.flatMap((executionId, index) =>
    executionId === null ? [] : { jobId: jobIds[index] ?? '', executionId },
  )
  return made.length === jobIds.length ? made : null
}

export type Replayed =
  | { outcome: 'replayed'; executionId: string }
  | { outcome: 'not_found' }
  | { outcome: 'job_deleted' }
  | { outcome: 'over_quota' }

/** What one execution is to send, under the id for which its secrets are sealed. */
export type Edited = { executionId: string; request: OwnRequest }

/**
 * Runs an execution's job again, as it stands now, linked to the execution it repeats. With `edited` it
 * sends that instead, at each of its attempts.
 */
export async function replayExecution(
  at: Database,
  organizationId: string,
  executionId: string,
  edited?: Edited,
): Promise<Replayed> {
  const [original] = await at.sql<{ job_id: string }[]>`
    select job_id from executions
    where id = ${executionId} and organization_id = ${organizationId}`
  if (original === undefined) return { outcome: 'not_found' }
  const jobId = original.job_id
  // Locked against a deletion, which would leave the new row without its job.
  await at.sql`select from jobs where id = ${jobId} for share`
  const [id] = await runNow(at, 'replay', [{ jobId, replayOf: executionId, edited }])
  if (id === undefined) return { outcome: 'job_deleted' }
  return id === null ? { outcome: 'over_quota' } : { outcome: 'replayed', executionId: id }
}

/**
 * Runs jobs now, whose rows are locked, in the order in which they are named: the executions' ids, null
 * for those that the month has no room for, none for a job that is gone. Due at this very
 * millisecond, never rounded up into the future, where no claim would see it. Two that want the last
 * execution of a month race for the row that counts it (usage/count.ts).
 */
export async function runNow(
  { sql, planLimits = false }: Database,
  trigger: 'manual' | 'replay',
  asked: readonly { jobId: string; replayOf: string | null; edited?: Edited | undefined }[],
): Promise<(string | null)[]> {
  const jobIds = asked.map(({ jobId }) => jobId)
  const replayed = asked.map(({ replayOf }) => replayOf)
  const ownIds = asked.map(({ edited }) => edited?.executionId ?? null)
  const own = asked.flatMap(({ edited }) => edited ?? [])
  const day = sql`(select (at at time zone 'UTC')::date from clock)`
  const written = sql`
    select organization_id, count(*)::int as count from queued group by organization_id`
  const rows = await sql<{ id: string | null }[]>`
    with clock as materialized (
      select date_trunc('milliseconds', clock_timestamp()) as at
    ), runs as materialized (
      select coalesce(a.own_id, uuidv7()) as id, a.own_id is not null or null as own_request,
        j.id as job_id, j.organization_id, j.timeout_ms, j.retry_attempts, o.tier, a.replay_of, a.no,
        row_number() over (partition by j.organization_id order by a.no) as rank
      from unnest(${jobIds}::uuid[], ${replayed}::uuid[], ${ownIds}::uuid[]) with ordinality
        a(job_id, replay_of, own_id, no)
      join jobs j on j.id = a.job_id join organizations o on o.id = j.organization_id
    ), ${
      planLimits
        ? sql`wanted as materialized (
            select organization_id, count(*)::int as count, ${limitOf(sql, sql`min(tier)`)} as most
            from runs group by organization_id
          ), ${holdUsage(sql, { day, organizations: sql`select organization_id from wanted`, mayPass: false })},
          ${takeFromUsage(sql, { day, isRestRecorded: false })}, ${enqueueUsageMails(sql, day)},
          allowed as materialized (
            select r.* from runs r join counted c on c.organization_id = r.organization_id
            where r.rank <= c.granted
          ),`
        : sql`allowed as materialized (select * from runs),`
    } queued as (
      insert into execution_queue (id, organization_id, job_id, trigger, replay_of, own_request,
        scheduled_for, class, ready_at, timeout_ms, max_attempts)
      select a.id, a.organization_id, a.job_id, ${trigger}, a.replay_of, a.own_request, clock.at,
        ${classOf(sql, sql`a.tier`, sql`0`, sql`a.rank`)}, clock.at, a.timeout_ms, a.retry_attempts + 1
      from allowed a, clock
      returning organization_id
    ) ${planLimits ? sql`` : sql`, added as (${addToUsage(sql, { day, part: ownPart(sql), written })})`}
    ${own.length === 0 ? sql`` : sql`, kept as (${keepRequests(sql, own)})`}
    select a.id from runs r left join allowed a on a.no = r.no order by r.no`
  return rows.map(({ id }) => id)
}

const keepRequests = (sql: Sql, own: readonly Edited[]) => sql`
  insert into execution_requests (execution_id, organization_id, request)
  select a.id, a.organization_id, o.request
  from allowed a join jsonb_to_recordset(${sql.json(own as never)})
    as o("executionId" uuid, request jsonb) on o."executionId" = a.id`
