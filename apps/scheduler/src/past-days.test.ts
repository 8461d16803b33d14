import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test, vi } from 'vitest'
import { dropPartitions, makePartitions } from './partitions.ts'
import { removeOldRows } from './retention.ts'

vi.setConfig({ testTimeout: 90_000 })

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const day = 24 * 60 * 60 * 1000
const dateAgo = (days: number) => new Date(Date.now() - days * day).toISOString().slice(0, 10)
const statuses = ['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled'] as const

/** History with a partition for each of the last ten days, and two jobs. */
async function setUp() {
  const { pool, url } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const job = await makeJob(pool, organizationId)
  const at = (days: number) => new Date(Date.now() - days * day)
  await pool.sql`update jobs set written_through = ${at(11)}, next_run_at = ${at(10)}`
  await makePartitions(pool, 30 * day)
  const off = { enabled: false, nextRunAt: null }
  const jobs = [job, await makeJob(pool, organizationId, off)] as const
  await pool.sql`update jobs set enabled = false, next_run_at = null`
  return { pool, url, organizationId, jobs }
}

type Ends = Partial<Record<(typeof statuses)[number], number>>

/** Executions of a job on the day so many days ago. */
async function addEnds(
  { sql }: Pool,
  { organizationId, jobId, daysAgo, ends }: Past,
): Promise<void> {
  for (const [status, count] of Object.entries(ends)) {
    await sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code)
      select ${organizationId}, ${jobId}, 'manual', ${status},
        ${dateAgo(daysAgo)}::timestamp at time zone 'UTC' + n * interval '1 second', now(), 1, 1,
        ${status === 'success' ? null : 'x'}
      from generate_series(0, ${count - 1}::int) n`
  }
}
type Past = { organizationId: string; jobId: string; daysAgo: number; ends: Ends }

const kept = async ({ sql }: Pool) =>
  await sql`
    select job_id as "jobId", to_char(day, 'YYYY-MM-DD') as day, success, failed, timeout, missed,
      skipped, cancelled
    from job_days order by job_id, day`

const none = { success: 0, failed: 0, timeout: 0, missed: 0, skipped: 0, cancelled: 0 }

test('what is dropped is counted by job and day, whoever drops it', async () => {
  const { pool, organizationId, jobs } = await setUp()
  const [first, second] = jobs
  const all = { success: 5, failed: 4, timeout: 3, missed: 2, skipped: 1, cancelled: 6 }
  await addEnds(pool, { organizationId, jobId: first, daysAgo: 7, ends: all })
  await addEnds(pool, { organizationId, jobId: second, daysAgo: 7, ends: { success: 2_000 } })
  await addEnds(pool, { organizationId, jobId: second, daysAgo: 6, ends: { failed: 1 } })
  await addEnds(pool, { organizationId, jobId: second, daysAgo: 1, ends: { failed: 9 } })
  const schedulers = Array.from({ length: 4 }, () => dropPartitions(pool, 5 * day))
  // One that waits too long for a lock says so, and comes again.
  await Promise.allSettled(schedulers)
  await dropPartitions(pool, 5 * day)
  const expected = [
    { jobId: first, day: dateAgo(7), ...all },
    { jobId: second, day: dateAgo(7), ...none, success: 2_000 },
    { jobId: second, day: dateAgo(6), ...none, failed: 1 },
  ]
  expect(await kept(pool)).toEqual(expected)
  expect(await pool.sql`select from execution_history`).toHaveLength(9)
  const left = await pool.sql`select relname from pg_class where relname like '%_past'`
  expect(left).toEqual([])
})

test('schedulers killed while they drop a day count it once, and leave nothing of it', async () => {
  const { pool, url, organizationId, jobs } = await setUp()
  const [jobId] = jobs
  for (const daysAgo of [6, 7, 8]) {
    await addEnds(pool, { organizationId, jobId, daysAgo, ends: { success: 100 + daysAgo } })
  }
  const env = { DATABASE_URL: url, RETENTION_DAYS: '5' }
  for (const point of ['day-detached', 'day-counted', 'day-detached:2', 'day-counted:2']) {
    expect(await endOf({ ...env, PRIKKE_CRASH_POINT: point })).toBe('SIGKILL')
  }
  for (const _ of [1, 2]) void startScheduler(env)
  const tables = async () =>
    (
      await pool.sql`select relname from pg_class
        where relkind = 'r' and relname ~ ${`^(execution_history|attempts)_(${dates(6, 9)})`}`
    ).length
  await expect.poll(tables, { timeout: 30_000, interval: 20 }).toBe(0)
  expect(await kept(pool)).toEqual(
    [8, 7, 6].map(daysAgo => ({ jobId, day: dateAgo(daysAgo), ...none, success: 100 + daysAgo })),
  )
})

test('what comes late to a day that is gone is added to it', async () => {
  const { pool, organizationId, jobs } = await setUp()
  const [jobId] = jobs
  const past = { organizationId, jobId, daysAgo: 7 }
  await addEnds(pool, { ...past, ends: { success: 3 } })
  await dropPartitions(pool, 5 * day)
  await addEnds(pool, { ...past, ends: { success: 2, timeout: 1 } })
  await Promise.all([removeOldRows(pool, 5 * day), removeOldRows(pool, 5 * day)])
  const counted = [{ jobId, day: dateAgo(7), ...none, success: 5, timeout: 1 }]
  expect(await kept(pool)).toEqual(counted)
  await removeOldRows(pool, 5 * day)
  expect(await kept(pool)).toEqual(counted)
})

test('a day is kept for 90 days, and one of a job that is deleted is not counted', async () => {
  const { pool, organizationId, jobs } = await setUp()
  const [living, deleted] = jobs
  await pool.sql`delete from jobs where id = ${deleted}`
  for (const jobId of jobs) {
    for (const daysAgo of [7, 90, 91]) {
      await addEnds(pool, { organizationId, jobId, daysAgo, ends: { success: 1 } })
    }
  }
  await dropPartitions(pool, 5 * day)
  await removeOldRows(pool, 5 * day)
  const days = async () => (await kept(pool)).map(row => [row.jobId, row.day])
  expect(await days()).toEqual([
    [living, dateAgo(90)],
    [living, dateAgo(7)],
  ])
  await pool.sql`update job_days set day = day - 1`
  await removeOldRows(pool, 5 * day)
  expect(await days()).toEqual([[living, dateAgo(8)]])
})

test('while a day is counted nobody who reads or writes history waits', async () => {
  const { pool, organizationId, jobs } = await setUp()
  const past = { organizationId, jobId: jobs[0], daysAgo: 7 }
  await addEnds(pool, { ...past, ends: { success: 10 } })
  let dropping: Promise<string[]> | undefined
  await pool.transaction(async tx => {
    // Holds up the insert of the day that is counted.
    await tx.sql`lock table job_days in exclusive mode`
    dropping = dropPartitions(pool, 5 * day)
    const waits = async () =>
      (
        await tx.sql`select from pg_locks
          where relation = 'job_days'::regclass and not granted`
      ).length
    await expect.poll(waits, { timeout: 10_000, interval: 20 }).toBe(1)
    await pool.sql`set lock_timeout = '1s'`
    await addEnds(pool, { ...past, ends: { failed: 1 } })
    await addEnds(pool, { ...past, daysAgo: 0, ends: { failed: 1 } })
    expect(
      await pool.sql`select from execution_history where scheduled_for > now() - interval '2 days'`,
    ).toHaveLength(1)
  })
  await dropping
  expect(await kept(pool)).toMatchObject([{ success: 10 }])
})

const dates = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => dateAgo(from + n).replaceAll('-', '_')).join('|')

/** The real process. Its environment is what is given here and nothing else. */
function startScheduler(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  return closed
}

const endOf = async (env: Record<string, string>) => (await startScheduler(env))[1] as string | null
