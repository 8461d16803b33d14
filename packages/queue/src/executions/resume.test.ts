import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { nextDueInMs, writeDueOccurrences } from './enqueue.ts'
import { restartNextJobs, stopJobsOf } from './organization-jobs.ts'
import { resumeJobs, resumeLocked } from './resume.ts'
import { startSchedules, stopSchedules } from './schedules.ts'

const minute = 60_000
const options = {
  retentionMs: 30 * 24 * 60 * minute,
  onParked: (_: unknown, error: unknown) => {
    throw error
  },
}
const floor = (ms: number) => new Date(Math.floor(ms / minute) * minute)

type Values = Parameters<typeof makeJob>[2]

async function setUp() {
  const { pool } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  /** A job of every minute that was paused long ago, until then. */
  const pausedUntil = (resumeAt: Date, values: Values = {}) =>
    makeJob(pool, organizationId, {
      enabled: false,
      pauseNote: 'moving',
      pausedBy: 'Ada',
      writtenThrough: new Date(Date.now() - 24 * 60 * minute),
      resumeAt,
      ...values,
    })
  return { pool, organizationId, pausedUntil }
}

const jobOf = async ({ sql }: Pool, id: string) =>
  (await sql`select * from jobs where id = ${id}`)[0]

const instantsOf = async ({ sql }: Pool, id: string) =>
  (
    await sql<{ at: Date }[]>`select scheduled_for as at from executions
      where job_id = ${id} and trigger = 'schedule' order by 1`
  ).map(({ at }) => at.getTime())

const actsOf = async ({ sql }: Pool, id: string) =>
  await sql`select actor_type, action, subject_name, changes from audit_events where subject_id = ${id}`

describe('a pause that ends by itself', () => {
  test('is waited for to the millisecond, and no job goes on before', async () => {
    const { pool, pausedUntil } = await setUp()
    const job = await pausedUntil(new Date(Date.now() + 30_000))
    await pausedUntil(new Date(Date.now() + 90_000))
    const inMs = (await nextDueInMs(pool.sql)) ?? 0
    expect(inMs).toBeGreaterThan(25_000)
    expect(inMs).toBeLessThanOrEqual(30_000)
    expect(await resumeJobs(pool.sql)).toEqual({ jobCount: 0, organizationIds: [] })
    expect(await jobOf(pool, job)).toMatchObject({ enabled: false, next_run_at: null })
  })

  test('leaves nothing of itself on the job, and an act of the system in the audit log', async () => {
    const { pool, organizationId, pausedUntil } = await setUp()
    const resumeAt = new Date(Date.now() - 5)
    const job = await pausedUntil(resumeAt)
    const resumed = await resumeJobs(pool.sql)
    expect(resumed).toEqual({ jobCount: 1, organizationIds: [organizationId] })
    expect(await jobOf(pool, job)).toMatchObject({
      enabled: true,
      pause_note: null,
      resume_at: null,
      paused_by: null,
      next_run_at: new Date(Math.ceil(resumeAt.getTime() / minute) * minute),
    })
    expect(await actsOf(pool, job)).toEqual([
      {
        actor_type: 'system',
        action: 'job.updated',
        subject_name: 'job',
        changes: {
          enabled: { before: false, after: true },
          pauseNote: { before: 'moving', after: null },
          resumeAt: { before: resumeAt.toISOString(), after: null },
        },
      },
    ])
    expect(await resumeJobs(pool.sql)).toMatchObject({ jobCount: 0 })
  })

  test('an occurrence at the very instant runs, and none of those before', async () => {
    const { pool, pausedUntil } = await setUp()
    const at = floor(Date.now())
    const job = await pausedUntil(at)
    await resumeJobs(pool.sql)
    await writeDueOccurrences(pool, options)
    expect((await instantsOf(pool, job))[0]).toBe(at.getTime())
  })

  test('found late, what it missed since follows the policy, each with its row', async () => {
    const { pool, pausedUntil } = await setUp()
    const at = floor(Date.now() - 10 * minute)
    for (const catchUp of ['latest', 'all', 'none'] as const) {
      const job = await pausedUntil(at, { catchUp })
      await resumeJobs(pool.sql)
      await writeDueOccurrences(pool, options)
      const instants = await instantsOf(pool, job)
      expect(instants).toEqual(instants.map((_, n) => at.getTime() + n * minute))
      expect(instants.length).toBeGreaterThanOrEqual(11)
      const [run] = await pool.sql<[{ count: number }]>`
        select count(*)::int from execution_queue where job_id = ${job}
          and scheduled_for < now() - interval '70 seconds'`
      expect([catchUp, run.count > 5]).toEqual([catchUp, catchUp === 'all'])
    }
  })

  test('a one-time instant within the pause is not made up, one after it runs', async () => {
    const { pool, pausedUntil } = await setUp()
    const at = new Date(Date.now() - 10_000)
    const once = (scheduledAt: Date) =>
      pausedUntil(at, { scheduleType: 'once', scheduledAt, cronExpression: null })
    const within = await once(new Date(at.getTime() - 5_000))
    const later = await once(new Date(at.getTime() + 5_000))
    await resumeJobs(pool.sql)
    await writeDueOccurrences(pool, options)
    expect(await instantsOf(pool, within)).toEqual([])
    expect(await instantsOf(pool, later)).toEqual([at.getTime() + 5_000])
  })

  test('a schedule that cannot be read stays off, with the reason; every other goes on', async () => {
    const { pool, pausedUntil } = await setUp()
    const at = new Date(Date.now() - 10)
    const bad = await pausedUntil(at, { timezone: 'Mars/Olympus' })
    const good = await pausedUntil(at)
    await resumeJobs(pool.sql)
    expect(await jobOf(pool, good)).toMatchObject({ enabled: true })
    expect(await jobOf(pool, bad)).toMatchObject({
      enabled: false,
      resume_at: null,
      pause_note: expect.stringContaining('cannot read'),
    })
    expect(Object.keys((await actsOf(pool, bad))[0]?.changes)).toEqual(['resumeAt', 'pauseNote'])
  })

  test('however many schedulers look at once, each job goes on once', async () => {
    const { pool, pausedUntil } = await setUp()
    const at = floor(Date.now() - 3 * minute)
    const jobs = await Promise.all(
      Array.from({ length: 30 }, () => pausedUntil(at, { catchUp: 'all' })),
    )
    const looks = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const resumed = await resumeJobs(pool.sql)
        await writeDueOccurrences(pool, options)
        return resumed.jobCount
      }),
    )
    await resumeJobs(pool.sql)
    await writeDueOccurrences(pool, options)
    expect(looks.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(30)
    for (const job of jobs) {
      const instants = await instantsOf(pool, job)
      expect(instants).toEqual(instants.map((_, n) => at.getTime() + n * minute))
      expect(instants.length).toBeGreaterThanOrEqual(4)
      expect(await actsOf(pool, job)).toHaveLength(1)
    }
  })

  test('of a deleted organization none goes on, nor is it waited for; restored, only what is ahead runs', async () => {
    const { pool, organizationId, pausedUntil } = await setUp()
    const job = await pausedUntil(floor(Date.now() - 5 * minute), { catchUp: 'all' })
    await pool.sql`update organizations set deleted_at = now(), gone_at = now() + interval '1 day'
      where id = ${organizationId}`
    await stopJobsOf(pool, organizationId)
    expect(await resumeJobs(pool.sql)).toMatchObject({ jobCount: 0 })
    expect(await nextDueInMs(pool.sql)).toBeNull()
    const restoredAt = Date.now()
    await pool.transaction(async tx => {
      await restartNextJobs(tx, organizationId)
      await tx.sql`update organizations set deleted_at = null, gone_at = null, stopped_at = null`
    })
    await resumeJobs(pool.sql)
    await writeDueOccurrences(pool, options)
    expect(await jobOf(pool, job)).toMatchObject({ enabled: true })
    expect((await instantsOf(pool, job)).filter(at => at < restoredAt)).toEqual([])
  })
})

test('edits against ticks and pauses that end leave the ledger whole: no occurrence lost, none twice', async () => {
  const { pool, pausedUntil } = await setUp()
  for (let round = 0; round < 5; round++) {
    const from = floor(Date.now() - 90 * minute)
    const job = await pausedUntil(from, { catchUp: 'all' })
    const edit = () =>
      pool.transaction(async tx => {
        await tx.sql`select from jobs where id = ${job} for update`
        await resumeLocked(tx.sql, [job])
        await stopSchedules(tx, [job])
        await tx.sql`update jobs set version = version + 1 where id = ${job}`
        await startSchedules(tx, [job])
      })
    const tick = async () => {
      await resumeJobs(pool.sql)
      await writeDueOccurrences(pool, options)
    }
    const work = Array.from({ length: 12 }, (_, n) => (n % 2 === round % 2 ? tick : edit))
    await Promise.all(work.map(each => each()))
    await tick()
    const instants = await instantsOf(pool, job)
    expect(instants).toEqual(instants.map((_, index) => from.getTime() + index * minute))
    expect(instants.length).toBeGreaterThanOrEqual(91)
    expect(await actsOf(pool, job)).toHaveLength(1)
  }
})
