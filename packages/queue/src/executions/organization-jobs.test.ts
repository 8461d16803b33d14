import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { writeDueOccurrences } from './enqueue.ts'
import { triggerJob } from './manual.ts'
import { restartNextJobs, stopJobsOf, stopNextJobs } from './organization-jobs.ts'
import { noReply, type Outcome } from './outcome.ts'
import { startSchedules } from './schedules.ts'
import { executionSource } from './source.ts'

const minute = 60_000
const options = {
  retentionMs: 30 * 24 * 60 * minute,
  onParked: (_: unknown, error: unknown) => {
    throw error
  },
}
const silent = { touch: () => {}, close: async () => {} }

async function setUp() {
  const { pool } = await openDatabase()
  return { pool, organizationId: await makeOrganization(pool) }
}

const mark = ({ sql }: Pool, organizationId: string) => sql`
  update organizations set deleted_at = now(), gone_at = now() + interval '7 days'
  where id = ${organizationId}`

async function deleteIt(pool: Pool, organizationId: string) {
  await mark(pool, organizationId)
  await stopJobsOf(pool, organizationId)
}

/** As the api does it; true once the mark is away. */
async function restoreIt(pool: Pool, organizationId: string) {
  for (let last: string | null | undefined; last !== null; ) {
    const from = last
    last = await pool.transaction(async tx => {
      const next = await restartNextJobs(tx, organizationId, from)
      if (next === null) {
        await tx.sql`update organizations set deleted_at = null, gone_at = null, stopped_at = null
          where id = ${organizationId}`
      }
      return next
    })
  }
}

/** Many jobs like the one that is there. */
const multiply = ({ sql }: Pool, count: number) => sql`
  insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
    interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
    next_run_at, written_through)
  select organization_id, name, url, method, schedule_type, cron_expression, timezone,
    interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
    next_run_at, written_through
  from jobs, generate_series(1, ${count}::int)`

/** Works the queue until nothing is due. Returns the ids that would have been sent. */
async function workOff(pool: Pool, outcome: Outcome = success): Promise<string[]> {
  const source = executionSource(pool, 'worker', silent, () => {})
  const sent: string[] = []
  for (;;) {
    const { items } = await source.claim(50)
    if (items.length === 0) return sent
    const done = items.map(item => {
      const over = source.foregone(item)
      if (over === null) sent.push(item.id)
      return {
        item,
        outcome: over ?? outcome,
        startedAt: item.claimAskedAt,
        endedAt: item.claimAskedAt + 5,
      }
    })
    await source.settle(done)
  }
}

const success: Outcome = {
  kind: 'final',
  status: 'success',
  reply: { ...noReply, statusCode: 200 },
}
const retry: Outcome = {
  kind: 'retry',
  delayMs: 0,
  reply: { ...noReply, statusCode: 500, errorCode: 'http_status' },
}

const ends = async ({ sql }: Pool) =>
  (
    await sql`select status, error_code as code, count(*)::int as count from executions
      group by 1, 2 order by 1, 2`
  ).map(row => ({ ...row }))

describe('a deleted organization', () => {
  test('has nothing written ahead, nothing waiting and nothing to come', async () => {
    const { pool, organizationId } = await setUp()
    const ahead = new Date(Date.now() + 1_500)
    const once = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: ahead })
    const cron = await makeJob(pool, organizationId)
    await startSchedules(pool, [once])
    await writeDueOccurrences(pool, options)
    await pool.sql`update jobs set written_through = now() where id = ${cron}`
    await startSchedules(pool, [cron])
    await triggerJob(pool, cron)
    const off = await makeJob(pool, organizationId, { enabled: false })
    await triggerJob(pool, off)
    await deleteIt(pool, organizationId)
    expect(await ends(pool)).toEqual([
      { status: 'cancelled', code: 'organization_deleted', count: 2 },
    ])
    const [row] = await pool.sql`
      select count(next_run_at)::int as planned, (select stopped_at is not null from organizations)
        as "isStopped" from jobs`
    expect(row).toEqual({ planned: 0, isStopped: true })
  })

  test('has every occurrence that was due recorded once, however ticks and claims race with it', async () => {
    const { pool, organizationId } = await setUp()
    const from = new Date(Math.floor(Date.now() / minute) * minute - 3 * minute)
    await makeJob(pool, organizationId, {
      catchUp: 'all',
      writtenThrough: new Date(from.getTime() - 1),
      nextRunAt: from,
    })
    await multiply(pool, 79)
    const ticks = Array.from({ length: 4 }, () => writeDueOccurrences(pool, options))
    const workers = Array.from({ length: 3 }, () => workOff(pool))
    await Promise.all([...ticks, ...workers, deleteIt(pool, organizationId)])
    await writeDueOccurrences(pool, options)
    expect(await workOff(pool)).toEqual([])
    const rows = await pool.sql<{ instants: Date[] }[]>`
      select array_agg(scheduled_for order by scheduled_for) as instants from executions
      group by job_id`
    expect(rows).toHaveLength(80)
    for (const { instants } of rows) {
      const expected = instants.map((_, index) => from.getTime() + index * minute)
      expect(instants.map(at => at.getTime())).toEqual(expected)
      expect(instants.length).toBeGreaterThanOrEqual(4)
    }
    const [left] = await pool.sql`select count(*)::int as count from execution_queue`
    expect(left?.count).toBe(0)
  })

  test('is sent nothing for, also when a retry or a run by hand comes after its jobs were stopped', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId, { retryAttempts: 5 })
    await triggerJob(pool, job)
    const source = executionSource(pool, 'worker', silent, () => {})
    const [running] = (await source.claim(1)).items
    if (running === undefined) throw new Error('nothing was claimed')
    await deleteIt(pool, organizationId)
    const at = { startedAt: running.claimAskedAt, endedAt: running.claimAskedAt + 5 }
    await source.settle([{ item: running, outcome: retry, ...at }])
    await triggerJob(pool, job)
    expect(await workOff(pool)).toEqual([])
    expect(await ends(pool)).toEqual([
      { status: 'cancelled', code: 'organization_deleted', count: 2 },
    ])
  })

  test('leaves what is running to end', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    await triggerJob(pool, job)
    const source = executionSource(pool, 'worker', silent, () => {})
    const { items } = await source.claim(1)
    await deleteIt(pool, organizationId)
    await source.settle(
      items.map(item => ({
        item,
        outcome: success,
        startedAt: item.claimAskedAt,
        endedAt: item.claimAskedAt + 5,
      })),
    )
    expect(await ends(pool)).toEqual([{ status: 'success', code: null, count: 1 }])
  })

  test('is told apart from others in one claim', async () => {
    const { pool, organizationId } = await setUp()
    const other = await makeOrganization(pool)
    const [gone, kept] = [await makeJob(pool, organizationId), await makeJob(pool, other)]
    await triggerJob(pool, gone)
    const id = await triggerJob(pool, kept)
    await mark(pool, organizationId)
    expect(await workOff(pool)).toEqual([id])
  })

  test('with more jobs than one transaction stops is finished by whoever comes next', async () => {
    const { pool, organizationId } = await setUp()
    await makeJob(pool, organizationId, {
      cronExpression: '0 0 1 1 *',
      writtenThrough: new Date(),
      nextRunAt: new Date(Date.now() + 3_600_000),
    })
    await multiply(pool, 2_499)
    const planned = async () =>
      (await pool.sql`select count(next_run_at)::int as count from jobs`)[0]?.count
    await mark(pool, organizationId)
    const after = await pool.transaction(tx => stopNextJobs(tx, organizationId))
    expect([typeof after, await planned()]).toEqual(['string', 1_500])
    // The process that began has died here.
    await Promise.all([stopJobsOf(pool, organizationId), stopJobsOf(pool, organizationId)])
    expect(await planned()).toBe(0)
    // Nor does a scheduler that looks around stop what is just being started again.
    await pool.transaction(tx => restartNextJobs(tx, organizationId))
    await stopJobsOf(pool, organizationId)
    expect(await planned()).toBe(1_000)
    await restoreIt(pool, organizationId)
    expect(await planned()).toBe(2_500)
  })
})

describe('a restored organization', () => {
  test('goes on from now: what was missed has no row, and what was off stays off', async () => {
    const { pool, organizationId } = await setUp()
    const from = new Date(Math.floor(Date.now() / minute) * minute - 10 * minute)
    const cron = await makeJob(pool, organizationId, { catchUp: 'all' })
    const off = await makeJob(pool, organizationId, { enabled: false })
    const passed = await makeJob(pool, organizationId, {
      scheduleType: 'once',
      scheduledAt: new Date(Date.now() - 20_000),
    })
    const ahead = new Date(Date.now() + 3_600_000)
    const later = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: ahead })
    await deleteIt(pool, organizationId)
    // As if that had been a while ago.
    await pool.sql`update jobs set written_through = ${from}`
    await restoreIt(pool, organizationId)
    await writeDueOccurrences(pool, options)
    const rows = await pool.sql<{ id: string; next: Date | null }[]>`
      select id, next_run_at as next from jobs`
    const next = Object.fromEntries(rows.map(row => [row.id, row.next]))
    const nextMinute = Math.ceil(Date.now() / minute) * minute
    expect(next[cron]?.getTime()).toBeLessThanOrEqual(nextMinute + minute)
    expect(next[cron]?.getTime()).toBeGreaterThan(Date.now() - minute)
    expect([next[off], next[passed], next[later]]).toEqual([null, null, ahead])
    const past = await pool.sql`
      select from executions where scheduled_for < now() - interval '1 second'`
    expect(past).toHaveLength(0)
    const [stopped] = await pool.sql`select enabled, stopped_at from jobs, organizations
      where jobs.id = ${off}`
    expect(stopped).toEqual({ enabled: false, stopped_at: null })
  })

  test('runs nothing that waited from before', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId, { cronExpression: '0 0 1 1 *' })
    await deleteIt(pool, organizationId)
    await triggerJob(pool, job)
    await restoreIt(pool, organizationId)
    expect(await workOff(pool)).toEqual([])
    expect(await ends(pool)).toEqual([
      { status: 'cancelled', code: 'organization_deleted', count: 1 },
    ])
    const id = await triggerJob(pool, job)
    expect(await workOff(pool)).toEqual([id])
  })

  test('comes back although one of its schedules can no longer be read; that job is off, with the reason', async () => {
    const { pool, organizationId } = await setUp()
    const bad = await makeJob(pool, organizationId, { timezone: 'Mars/Olympus' })
    const good = await makeJob(pool, organizationId)
    await deleteIt(pool, organizationId)
    await restoreIt(pool, organizationId)
    const rows = await pool.sql`
      select id, enabled, next_run_at is null as "isLast", pause_note as note from jobs order by id`
    expect(rows).toEqual([
      { id: bad, enabled: false, isLast: true, note: expect.stringContaining('Switched off') },
      { id: good, enabled: true, isLast: false, note: null },
    ])
  })

  test('is stopped by nobody who comes too late, and started by nobody who comes too early', async () => {
    const { pool, organizationId } = await setUp()
    await makeJob(pool, organizationId)
    await deleteIt(pool, organizationId)
    await restoreIt(pool, organizationId)
    const look = () => pool.sql`select next_run_at, written_through from jobs`
    const before = await look()
    await stopJobsOf(pool, organizationId)
    await pool.transaction(tx => restartNextJobs(tx, organizationId))
    expect(await look()).toEqual(before)
    await mark(pool, organizationId)
    await pool.transaction(tx => restartNextJobs(tx, organizationId))
    expect(await look()).toEqual(before)
  })
})
