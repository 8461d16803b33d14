import { until } from '@prikke/service/test'
import { askUntilKnown } from './ask.ts'
import type { FaultedDatabase } from './database.ts'
import type { Fleet } from './fleet.ts'
import { farAway } from './run-load.ts'
import type { Witness } from './witness.ts'

type JobInputRow = Record<string, unknown> & { key: string; slug: number }

const largestSync = 1_000

/** Moves every schedule that still runs to a day far away, by the api as a person would. */
export async function retireSchedules({ pool }: FaultedDatabase, witness: Witness): Promise<void> {
  // One that is paused until an instant would begin again behind our back.
  const isNonePaused = async () => {
    const [row] = await pool.sql<{ paused: number }[]>`
      select count(*)::int as paused from jobs where resume_at is not null`
    return row?.paused === 0
  }
  await until(isNonePaused, 'every pause to be over')
  const rows = await pool.sql<JobInputRow[]>`
    select key, name, url, method, timezone, retry_attempts as "retryAttempts",
      timeout_ms as "timeoutMs", overlap, catch_up as "catchUp", alert_on as "alertOn"
    from jobs where enabled and schedule_type = 'cron' order by key`
  const schedule = { type: 'cron', expression: farAway, timezone: 'UTC' } as const
  for (const [organization, client] of witness.clients.entries()) {
    const own = rows.filter(row => witness.stories.get(row.key)?.organization === organization)
    for (let from = 0; from < own.length; from += largestSync) {
      const jobs = own
        .slice(from, from + largestSync)
        .map(row => ({ ...row, scheduleType: 'cron', cronExpression: farAway, timezone: 'UTC' }))
      const call: [string, string, unknown] = ['PUT', '/api/sync', { jobs }]
      const asked = await askUntilKnown(witness, client, call)
      if (asked.outcome !== 'done') {
        throw new Error(`The schedules could not be retired: ${JSON.stringify(asked.body)}`)
      }
      for (const { key } of jobs) witness.stories.get(key)?.changes.push({ ...asked, schedule })
    }
  }
}

/**
 * Waits until nothing is left to run or to tell. A retry that waits for its time is brought
 * forward; with `hurry` so is the lease of a worker that is gone.
 */
export async function drain(
  { pool }: FaultedDatabase,
  fleet: Fleet,
  { hurry, withinMs }: { hurry: boolean; withinMs: number },
): Promise<void> {
  const isEmpty = async () => {
    const [left] = await pool.sql<{ queued: number; alerts: number; due: number }[]>`
      select (select count(*)::int from execution_queue) as queued,
        (select count(*)::int from alerts where status = 'pending') as alerts,
        (select count(*)::int from jobs where next_run_at < now() + interval '1 hour') as due`
    if (left === undefined) return false
    if (left.queued + left.alerts + left.due === 0) return true
    await bringForward(pool.sql, hurry ? fleet : null)
    await new Promise(resolve => setTimeout(resolve, 200))
    return false
  }
  await until(isEmpty, 'everything to be over and told', withinMs)
}

/** Attempts come sooner than they would; everything else about them stays. */
async function bringForward(sql: FaultedDatabase['pool']['sql'], fleet: Fleet | null) {
  await sql`
    update execution_queue set ready_at = date_trunc('milliseconds', now())
    where worker is null and ready_at > now() + interval '1 second'
      and ready_at < now() + interval '10 minutes'`
  await sql`
    update alerts set ready_at = date_trunc('milliseconds', now())
    where status = 'pending' and attempt > 0
      and worker is null and ready_at > now() + interval '1 second'`
  if (fleet !== null) await endDeadLeases(sql, fleet)
}

/** What a worker that is gone holds becomes due at once. */
export async function endDeadLeases(
  sql: FaultedDatabase['pool']['sql'],
  fleet: Fleet,
): Promise<void> {
  const alive = Object.values(fleet.slots).flatMap(slot => slot.pid() ?? [])
  const isDead = sql`worker is not null and ready_at > now()
    and substring(worker from '-([0-9]+)-[0-9a-f]{6}$')::int <> all(${alive}::int[])`
  await sql`update execution_queue set ready_at = date_trunc('milliseconds', now()) where ${isDead}`
  await sql`update alerts set ready_at = date_trunc('milliseconds', now()) where status = 'pending' and ${isDead}`
}
