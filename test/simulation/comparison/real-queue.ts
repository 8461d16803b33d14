import {
  alertSource,
  cancelExecution,
  cancelPending,
  executionSource,
  replayExecution,
  startSchedules,
  stopSchedules,
  triggerJob,
  writeDueOccurrences,
} from '@prikke/queue'
import type { Database, Pool } from '@prikke/schema'
import { makeChannel, makeJob, makeOrganization } from '@prikke/schema/test'
import type { Definition } from '../model/tables.ts'

const silent = { touch: () => {}, close: async () => {} }
const retentionMs = 30 * 24 * 60 * 60 * 1000

export type RealQueue = Awaited<ReturnType<typeof createRealQueue>>

/** The product's own functions on an empty database, with two organizations in it. */
export async function createRealQueue(pool: Pool) {
  const { sql } = pool
  await sql`truncate organizations, jobs, job_versions, execution_queue, execution_history, attempts,
    alerts, channels cascade`
  const organizationIds = [await makeOrganization(pool), await makeOrganization(pool)]
  await sql`update organizations set tier = 'pro' where id = ${organizationIds[0] ?? ''}`
  const channelIds = []
  for (const id of organizationIds) channelIds.push(await makeChannel(pool, id))
  const jobIds = new Map<number, string>()
  const idOf = (job: number) => jobIds.get(job) ?? ''

  const edit = (job: number, change: (tx: Database) => Promise<void>) =>
    pool.transaction(async tx => {
      await tx.sql`select from jobs where id = ${idOf(job)} for update`
      await stopSchedules(tx, [idOf(job)])
      await change(tx)
    })

  return {
    pool,
    organizationIds,
    channelIds,
    jobIds,
    executions: executionSource(pool, 'w', silent, () => {}),
    alerts: alertSource(pool, 'w', silent),
    tick: () =>
      writeDueOccurrences(pool, {
        retentionMs,
        onParked: (_, error) => {
          throw error
        },
      }),
    make: async (job: number, organization: number, definition: Definition, now: number) => {
      const { schedule } = definition
      const through =
        schedule.scheduleType === 'once' ? Math.min(now, schedule.scheduledAt - 1) : now
      const values = { ...columnsOf(definition), writtenThrough: new Date(through) }
      const id = await makeJob(pool, organizationIds[organization] ?? '', values)
      jobIds.set(job, id)
      await startSchedules(pool, [id])
    },
    /** `after` is the whole definition as it shall be. */
    edit: (job: number, after: Definition, isSwitchedOff: boolean) =>
      edit(job, async tx => {
        const to = columnsOf(after)
        await tx.sql`
          update jobs set version = version + 1, schedule_type = ${to.scheduleType},
            cron_expression = ${to.cronExpression}, scheduled_at = ${to.scheduledAt},
            timezone = ${to.timezone}, interval_minutes = ${to.intervalMinutes},
            enabled = ${to.enabled}, url = ${to.url}, retry_attempts = ${to.retryAttempts},
            timeout_ms = ${to.timeoutMs}, overlap = ${to.overlap}, catch_up = ${to.catchUp},
            alert_on = ${to.alertOn}
          where id = ${idOf(job)}`
        if (isSwitchedOff) await cancelPending(tx, [idOf(job)], 'job_disabled')
        await startSchedules(tx, [idOf(job)])
      }),
    delete: (job: number) =>
      edit(job, async tx => {
        await cancelPending(tx, [idOf(job)], 'job_deleted')
        await tx.sql`delete from jobs where id = ${idOf(job)}`
      }),
    run: async (job: number) => (await triggerJob(pool, idOf(job))) ?? '',
    replay: async (organization: number, execution: string) => {
      const made = await replayExecution(pool, organizationIds[organization] ?? '', execution)
      return made.outcome === 'replayed' ? made.executionId : null
    },
    cancel: (organization: number, execution: string) =>
      cancelExecution(pool, organizationIds[organization] ?? '', execution),
  }
}

function columnsOf(definition: Definition) {
  const { schedule, host, ...others } = definition
  const isOnce = schedule.scheduleType === 'once'
  return {
    ...others,
    url: `http://${host}/`,
    scheduleType: schedule.scheduleType,
    timezone: schedule.timezone,
    cronExpression: isOnce ? null : schedule.cronExpression,
    scheduledAt: isOnce ? new Date(schedule.scheduledAt) : null,
  }
}
