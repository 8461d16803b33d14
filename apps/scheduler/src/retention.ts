import {
  createBell,
  gatherUsage,
  removeOldDays,
  removeOldUsage,
  removePastOfFree,
  removeUnplaced,
} from '@prikke/queue'
import { type Pool, plans } from '@prikke/schema'
import type { Log, Pulse } from '@prikke/service'
import { dropPartitions, makePartitions } from './partitions.ts'
import { removeOrganizations } from './remove-organizations.ts'

const everyMs = 60 * 60 * 1000
const againMs = 60_000
const batchSize = 5_000

/**
 * Once an hour makes the partitions to come, removes what is older than retention, or than the history
 * of a plan, and what deleted organizations leave behind. Each step is for itself: one that fails, behind a long reader's lock,
 * is tried again a minute later.
 */
export function startRetention(options: {
  pool: Pool
  retentionMs: number
  log: Log
  /** A round in which no step failed is a success. */
  pulse: Pulse
}): { stop: () => Promise<void> } {
  const { pool, retentionMs, log, pulse } = options
  const bell = createBell()
  let stopping = false
  const goOn = () => {
    pulse.turn()
    return !stopping
  }
  const removeGone = (at: Pool) => removeOrganizations(at, goOn)
  const keepUsage = async ({ sql, planLimits }: Pool) => {
    await removeOldUsage(sql)
    if (planLimits) await gatherUsage(sql)
  }
  const removeForgotten = async ({ sql, planLimits }: Pool) => {
    const { historyDays } = plans.free
    const rest = (ms: number) => bell.wait(ms, ['work'])
    if (planLimits) await removePastOfFree(sql, { historyDays, goOn, rest })
  }
  const steps = [
    keepUsage,
    makePartitions,
    dropPartitions,
    removeOldRows,
    removeForgotten,
    removeGone,
  ]
  const loop = async () => {
    while (!stopping) {
      let waitMs = everyMs
      for (const step of steps) {
        pulse.turn()
        try {
          await step(pool, retentionMs)
        } catch (error) {
          log.error({ err: error, step: step.name }, 'retention failed')
          waitMs = againMs
        }
      }
      if (waitMs === everyMs) pulse.succeed()
      else pulse.turn()
      if (!stopping) await bell.wait(waitMs, ['work'])
    }
  }
  const looping = loop()
  return {
    stop: async () => {
      stopping = true
      bell.ring('work')
      await looping
    },
  }
}

/**
 * What has no partition to be dropped with: told alerts, what was done 13 months ago, ended replays and
 * sessions, links and invites that ended, sent mail, counts of limits, answers kept for a day, requests
 * of executions and jobs long gone, days of jobs after 90 days.
 */
export async function removeOldRows({ sql }: Pool, retentionMs: number): Promise<void> {
  const age = sql`${retentionMs}::float8 * interval '1 millisecond'`
  for (;;) {
    const gone = await sql`
      delete from alerts where id = any(array(
        select id from alerts where status <> 'pending' and settled_at < now() - ${age}
        limit ${batchSize}))`
    if (gone.count < batchSize) break
  }
  // Ids carry their time of birth: the oldest lie at the beginning of the primary key.
  for (;;) {
    const gone = await sql`
      delete from audit_events where id = any(array(
        select id from audit_events where id < (select uuidv7(interval '-13 months'))
        order by id limit ${batchSize}))`
    if (gone.count < batchSize) break
  }
  // Beyond the day that its execution's partition goes with.
  await sql`
    delete from execution_requests
    where execution_id < (select uuidv7(-(${age} + interval '2 days')))`
  await sql`delete from idempotency_keys where ends_at < now()`
  await sql`delete from replays where finished_at < now() - ${age}`
  await sql`delete from sessions where expires_at < now()`
  // Long enough to tell a link that was used from one that never was, and to see why a mail failed.
  await sql`delete from login_tokens where expires_at < now() - interval '1 day'`
  await sql`delete from mails where settled_at < now() - interval '7 days'`
  await sql`delete from limit_counts where ends_at < now()`
  await sql`
    delete from invites
    where coalesce(accepted_at, declined_at, revoked_at, expires_at) < now() - interval '30 days'`
  await removeUnplaced(sql, retentionMs)
  await removeOldDays(sql)
  await sql`delete from attempts_default where scheduled_for < now() - ${age}`
  await sql`
    delete from job_versions v
    where v.created_at < now() - ${age}
      and not exists (select from jobs j where j.id = v.job_id)
      and not exists (select from execution_history h where h.job_id = v.job_id)
      and not exists (select from execution_queue q where q.job_id = v.job_id)`
  // Replaced before retention began, a version was sent by nothing that is still there.
  await sql`
    delete from job_versions v
    where exists (select from job_versions later where later.job_id = v.job_id
      and later.version > v.version and later.created_at < now() - ${age} - interval '1 day')`
}
