import { cancelPending, resumeLocked, startSchedules, stopSchedules, wake } from '@prikke/queue'
import { type Database, jobs, type RequestTemplate, type Sql } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import { and, asc, eq, inArray, type SQL } from 'drizzle-orm'
import { newIds } from '../new-ids.ts'
import { checkEdits, checkNewJobs } from '../plans/job-limits.ts'
import type { Definition } from './definition.ts'
import { maskHeaders } from './headers.ts'
import type { Pauser } from './pauser.ts'
import { sealHeaders } from './sealed-headers.ts'

type JobRow = typeof jobs.$inferSelect

/** Job rows of an organization, locked in id order: what every edit begins with. */
export const lockJobs = (tx: Database, organizationId: string, jobIds: string[]) =>
  lockJobsWhere(tx, organizationId, inArray(jobs.id, jobIds))

/** The same by a condition. One whose pause is over goes on first, as from the instant that was said. */
export async function lockJobsWhere(
  tx: Database,
  organizationId: string,
  condition: SQL | undefined,
): Promise<JobRow[]> {
  const lock = () =>
    tx.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.organizationId, organizationId), condition))
      .orderBy(asc(jobs.id))
      .for('update')
  const rows = await lock()
  const paused = rows.filter(row => !row.enabled && row.resumeAt !== null).map(row => row.id)
  const resumedCount = paused.length === 0 ? 0 : await resumeLocked(tx.sql, paused)
  return resumedCount === 0 ? rows : await lock()
}

/**
 * Makes jobs and their first versions; their schedules start now. Returns their ids.
 * @throws Problem 402 beyond what the plan allows.
 */
export async function createJobs(
  tx: Database,
  vault: Vault,
  organizationId: string,
  definitions: readonly Definition[],
  { synced, by }: { synced: boolean; by: Pauser },
): Promise<string[]> {
  const { sql } = tx
  await checkNewJobs(tx, organizationId, definitions)
  const ids = await newIds(tx, definitions.length)
  const input = definitions.map((each, index) => recordOf(ids[index] ?? '', each, vault))
  await sql`
    with input as materialized (
      select * from jsonb_to_recordset(${sql.json(input)}) as i(${columns(sql)})
    ), made as (
      insert into jobs (id, organization_id, key, name, tags, url, method, headers, body, schedule_type,
        cron_expression, scheduled_at, timezone, interval_minutes, enabled, pause_note, resume_at,
        paused_by, paused_by_id, retry_attempts, timeout_ms, overlap, catch_up, alert_on, synced,
        written_through)
      select id, ${organizationId}, key, name, tags, url, method, headers, body, schedule_type,
        cron_expression, scheduled_at, timezone, interval_minutes, enabled, pause_note, resume_at,
        case when not enabled then ${by.name} end, case when not enabled then ${by.id}::uuid end,
        retry_attempts, timeout_ms, overlap, catch_up, alert_on, ${synced},
        least(${thisMillisecond(sql)}, scheduled_at - interval '1 millisecond')
      from input
    )
    insert into job_versions (job_id, version, organization_id, request)
    select id, 1, ${organizationId}, request from input`
  await startSchedules(tx, ids)
  await wake(sql, 'jobs')
  return ids
}

export type Edit = { id: string; before: Definition; after: Definition }

/**
 * Changes jobs whose rows are locked: each gets a new version, and its schedule starts anew.
 * @throws Problem 402 for one that would run more often than the plan allows.
 */
export async function editJobs(
  tx: Database,
  vault: Vault,
  organizationId: string,
  edits: readonly Edit[],
  by: Pauser,
): Promise<void> {
  const ids = edits.map(edit => edit.id)
  await checkEdits(tx, organizationId, edits)
  await stopSchedules(tx, ids)
  await writeDefinitions(tx.sql, vault, organizationId, edits, by)
  const disabled = edits.filter(({ before, after }) => before.enabled && !after.enabled)
  if (disabled.length > 0) {
    await cancelPending(
      tx,
      disabled.map(edit => edit.id),
      'job_disabled',
    )
  }
  await startSchedules(tx, ids)
  await wake(tx.sql, 'jobs')
}

/** Deletes jobs whose rows are locked; their executions stay. */
export async function deleteJobs(tx: Database, ids: string[]): Promise<void> {
  await stopSchedules(tx, ids)
  await cancelPending(tx, ids, 'job_deleted')
  await tx.sql`delete from jobs where id = any(${ids}::uuid[])`
  await wake(tx.sql, 'jobs')
}

/** Races with nothing: the rows are locked. Their instants are the queue's to move. */
async function writeDefinitions(
  sql: Sql,
  vault: Vault,
  organizationId: string,
  edits: readonly Edit[],
  by: Pauser,
): Promise<void> {
  const input = edits.map(edit => ({
    ...recordOf(edit.id, edit.after, vault),
    is_paused_anew: isPausedAnew(edit),
  }))
  await sql`
    with input as materialized (
      select * from jsonb_to_recordset(${sql.json(input)}) as i(${columns(sql)}, is_paused_anew bool)
    ), changed as (
      update jobs j set key = i.key, name = i.name, tags = i.tags, url = i.url,
        method = i.method, headers = i.headers, body = i.body, schedule_type = i.schedule_type,
        cron_expression = i.cron_expression, scheduled_at = i.scheduled_at, timezone = i.timezone,
        interval_minutes = i.interval_minutes, enabled = i.enabled, pause_note = i.pause_note,
        resume_at = i.resume_at,
        paused_by = case when i.is_paused_anew then ${by.name} when not i.enabled then j.paused_by end,
        paused_by_id = case when i.is_paused_anew then ${by.id}::uuid
          when not i.enabled then j.paused_by_id end,
        retry_attempts = i.retry_attempts, timeout_ms = i.timeout_ms, overlap = i.overlap,
        catch_up = i.catch_up, alert_on = i.alert_on, version = j.version + 1, updated_at = now()
      from input i where j.id = i.id
      returning j.id, j.version
    )
    insert into job_versions (job_id, version, organization_id, request)
    select c.id, c.version, ${organizationId}, i.request from changed c join input i on i.id = c.id`
}

/** Who says anew why it is off, or until when, is who paused it. */
const isPausedAnew = ({ before, after }: Edit) =>
  !after.enabled &&
  (before.enabled || before.pauseNote !== after.pauseNote || before.resumeAt !== after.resumeAt)

/** Never rounded up into the future, where an occurrence could be passed over. */
const thisMillisecond = (sql: Sql) => sql`date_trunc('milliseconds', clock_timestamp())`

function recordOf(id: string, definition: Definition, vault: Vault) {
  const request: RequestTemplate = {
    method: definition.method,
    url: definition.url,
    headers: maskHeaders(definition.headers),
    body: definition.body,
  }
  return {
    id,
    key: definition.key,
    name: definition.name,
    tags: definition.tags,
    url: definition.url,
    method: definition.method,
    headers: sealHeaders(definition.headers, id, vault),
    body: definition.body,
    schedule_type: definition.scheduleType,
    cron_expression: definition.cronExpression,
    scheduled_at: definition.scheduledAt,
    timezone: definition.timezone,
    interval_minutes: definition.intervalMinutes,
    enabled: definition.enabled,
    pause_note: definition.pauseNote,
    resume_at: definition.resumeAt,
    retry_attempts: definition.retryAttempts,
    timeout_ms: definition.timeoutMs,
    overlap: definition.overlap,
    catch_up: definition.catchUp,
    alert_on: definition.alertOn,
    request,
  }
}

/** The columns of `recordOf` as a record definition for `jsonb_to_recordset`. */
const columns = (sql: Sql) => sql`
  id uuid, key text, name text, tags text[], url text, method text, headers jsonb, body text, schedule_type text,
  cron_expression text, scheduled_at timestamptz, timezone text, interval_minutes int, enabled bool,
  pause_note text, resume_at timestamptz, retry_attempts int, timeout_ms int, overlap text, catch_up text, alert_on text,
  request jsonb`
