import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { cancelExecution, cancelPending } from './cancel.ts'
import { nextDueInMs, writeDueOccurrences } from './enqueue.ts'
import { refreshSchedules, startSchedules, stopSchedules } from './schedules.ts'

const minute = 60_000
const options = {
  retentionMs: 30 * 24 * 60 * minute,
  onParked: (_: unknown, error: unknown) => {
    throw error
  },
}
const floor = (ms: number) => new Date(Math.floor(ms / minute) * minute)

/** A cron that fires at this minute and then not for a year: no test straddles a minute. */
const onlyAt = (at: Date) =>
  `${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`

async function setUp() {
  const { pool } = await openDatabase()
  return { pool, organizationId: await makeOrganization(pool) }
}

/** Every execution of a job with trigger schedule, oldest first, as the ledger counts them. */
async function ledger(pool: Pool, jobId: string) {
  const rows = await pool.sql<{ scheduled_for: Date; status: string; error_code: string | null }[]>`
    select scheduled_for, status, error_code from executions
    where job_id = ${jobId} and trigger = 'schedule' order by scheduled_for`
  return rows.map(row => ({
    at: row.scheduled_for.getTime(),
    status: row.status,
    code: row.error_code,
  }))
}

/** Moves a job's next occurrence to the past (or future), as if nobody had looked since. */
async function setNext(pool: Pool, jobId: string, at: Date) {
  await pool.sql`update jobs set written_through = ${new Date(at.getTime() - 1)}, next_run_at = ${at}
    where id = ${jobId}`
}

describe('the tick', () => {
  test('writes an occurrence two seconds ahead, due at the exact instant', async () => {
    const { pool, organizationId } = await setUp()
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000)
    const job = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: at })
    await startSchedules(pool, [job])
    expect(await nextDueInMs(pool.sql)).toBeLessThan(0)
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ queuedCount: 1 })
    const [row] = await pool.sql`select scheduled_for, ready_at, class from execution_queue`
    expect(row).toEqual({ scheduled_for: at, ready_at: at, class: 3 })
    const [after] = await pool.sql`select next_run_at, written_through from jobs`
    expect(after).toEqual({ next_run_at: null, written_through: at })
    expect(await nextDueInMs(pool.sql)).toBeNull()
  })

  test('any number of schedulers at once write each occurrence once', async () => {
    const { pool, organizationId } = await setUp()
    const from = floor(Date.now() - 30 * minute)
    const jobs = await Promise.all(
      Array.from({ length: 40 }, () => makeJob(pool, organizationId, { catchUp: 'all' })),
    )
    for (const job of jobs) await setNext(pool, job, from)
    await Promise.all(Array.from({ length: 4 }, () => writeDueOccurrences(pool, options)))
    await writeDueOccurrences(pool, options)
    for (const job of jobs) {
      const instants = (await ledger(pool, job)).map(row => row.at)
      const expected = instants.map((_, index) => from.getTime() + index * minute)
      expect(instants).toEqual(expected)
      expect(instants.length).toBeGreaterThanOrEqual(31)
    }
  })

  test('more than one statement takes: side by side, with other schedulers, each job is written once', async () => {
    const { pool, organizationId } = await setUp()
    const first = await makeJob(pool, organizationId)
    const at = floor(Date.now())
    const count = 12_000
    await pool.sql`
      insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        next_run_at, written_through)
      select organization_id, name, url, method, schedule_type, ${onlyAt(at)}, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        ${at}, ${new Date(at.getTime() - 1)}
      from jobs, generate_series(1, ${count}::int) where id = ${first}`
    const written = await Promise.all(
      Array.from({ length: 3 }, () => writeDueOccurrences(pool, options)),
    )
    expect(written.reduce((sum, { queuedCount }) => sum + queuedCount, 0)).toBe(count)
    const [row] = await pool.sql`
      select count(*)::int as rows, count(distinct job_id)::int as jobs from execution_queue`
    expect(row).toEqual({ rows: count, jobs: count })
    const [left] = await pool.sql`select count(*)::int from jobs where next_run_at <= ${at}`
    expect(left?.count).toBe(0)
  })

  test('an occurrence that has its row already stands in the way of no other', async () => {
    const { pool, organizationId } = await setUp()
    const at = floor(Date.now())
    const kept = await makeJob(pool, organizationId, { cronExpression: onlyAt(at) })
    const other = await makeJob(pool, organizationId, { cronExpression: onlyAt(at) })
    await setNext(pool, kept, at)
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ queuedCount: 1 })
    await setNext(pool, kept, at)
    await setNext(pool, other, at)
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ queuedCount: 1 })
    expect(await ledger(pool, kept)).toHaveLength(1)
    expect(await ledger(pool, other)).toHaveLength(1)
    const [left] = await pool.sql`select count(*)::int from jobs where next_run_at <= ${at}`
    expect(left?.count).toBe(0)
  })

  test('every occurrence found too late has one row, ran or missed by the policy', async () => {
    const { pool, organizationId } = await setUp()
    const from = floor(Date.now() - 10 * minute)
    const policies = ['latest', 'all', 'none'] as const
    for (const catchUp of policies) {
      const job = await makeJob(pool, organizationId, { catchUp })
      await setNext(pool, job, from)
      const before = Date.now()
      await writeDueOccurrences(pool, options)
      const after = Date.now()
      const rows = await ledger(pool, job)
      expect(rows.map(row => row.at)).toEqual(rows.map((_, i) => from.getTime() + i * minute))
      const missed = rows.filter(row => row.status === 'missed')
      expect(missed.every(row => row.code === 'missed')).toBe(true)
      const late = [before, after].map(now => rows.filter(row => row.at < now - minute).length)
      const run = { latest: 1, all: rows.length, none: 0 }[catchUp]
      expect(late.map(count => Math.max(0, count - run))).toContain(missed.length)
    }
  })

  test('overlap skip records what was due while another execution had not finished', async () => {
    const { pool, organizationId } = await setUp()
    const from = floor(Date.now())
    const cronExpression = onlyAt(from)
    const job = await makeJob(pool, organizationId, { overlap: 'skip', cronExpression })
    await setNext(pool, job, from)
    await writeDueOccurrences(pool, options)
    await setNext(pool, job, new Date(from.getTime() + 1))
    expect(await writeDueOccurrences(pool, options)).toMatchObject({
      skippedCount: 0,
      queuedCount: 0,
    })
    await pool.sql`update execution_queue set scheduled_for = scheduled_for - interval '1 minute'`
    await setNext(pool, job, from)
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ skippedCount: 1 })
    expect((await ledger(pool, job)).map(row => [row.status, row.code])).toEqual([
      ['pending', null],
      ['skipped', 'overlap'],
    ])
  })

  test('what one organization has beyond its first few hundred goes to the bulk class', async () => {
    const { pool, organizationId } = await setUp()
    const at = floor(Date.now())
    await makeJob(pool, organizationId, { cronExpression: onlyAt(at) })
    await pool.sql`
      insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        written_through, next_run_at)
      select organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        ${new Date(at.getTime() - 1)}, ${at}
      from jobs, generate_series(1, 700)`
    await writeDueOccurrences(pool, options)
    const rows =
      await pool.sql`select class, count(*)::int from execution_queue group by 1 order by 1`
    expect(rows).toEqual([
      { class: 2, count: 500 },
      { class: 4, count: 200 },
    ])
  })
})

test('a job whose schedule cannot be read runs at its stored instant and is switched off with the reason; every other goes on', async () => {
  const { pool, organizationId } = await setUp()
  const at = floor(Date.now())
  const [bad, good] = [
    await makeJob(pool, organizationId, { timezone: 'Mars/Olympus' }),
    await makeJob(pool, organizationId, { cronExpression: onlyAt(at) }),
  ]
  for (const job of [bad, good]) await setNext(pool, job, at)
  const parked: unknown[] = []
  await writeDueOccurrences(pool, { ...options, onParked: schedule => parked.push(schedule) })
  expect(parked).toEqual([
    { scheduleType: 'cron', cronExpression: '* * * * *', timezone: 'Mars/Olympus' },
  ])
  expect(await ledger(pool, good)).toHaveLength(1)
  expect(await ledger(pool, bad)).toHaveLength(1)
  const rows = await pool.sql`
    select enabled, next_run_at is null as is_last, pause_note from jobs order by id = ${good}`
  expect(rows).toEqual([
    { enabled: false, is_last: true, pause_note: expect.stringContaining('Switched off') },
    { enabled: true, is_last: false, pause_note: null },
  ])
})

test('a next run that other time zone data had set is set anew, and no other is touched', async () => {
  const { pool, organizationId } = await setUp()
  const values = {
    cronExpression: '0 12 * * *',
    timezone: 'Europe/Oslo',
    writtenThrough: new Date(),
  }
  const [moved, right] = [
    await makeJob(pool, organizationId, values),
    await makeJob(pool, organizationId, values),
  ]
  await startSchedules(pool, [moved, right])
  const next = await pool.sql`select distinct next_run_at from jobs`
  expect(next).toHaveLength(1)
  await pool.sql`update jobs set next_run_at = next_run_at + interval '1 hour' where id = ${moved}`
  expect(await refreshSchedules(pool)).toBe(1)
  expect(await pool.sql`select distinct next_run_at from jobs`).toEqual(next)
  expect(await refreshSchedules(pool)).toBe(0)
})

describe('an edit', () => {
  test('never brings back an occurrence that was written ahead and then cancelled', async () => {
    const { pool, organizationId } = await setUp()
    const at = new Date(Date.now() + 1_500)
    const job = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: at })
    await startSchedules(pool, [job])
    await writeDueOccurrences(pool, options)
    const [row] = await pool.sql`select id from execution_queue`
    await cancelExecution(pool, organizationId, row?.id)
    await pool.transaction(async tx => {
      await tx.sql`select from jobs where id = ${job} for update`
      await stopSchedules(tx, [job])
      await startSchedules(tx, [job])
    })
    expect((await ledger(pool, job)).map(each => each.status)).toEqual(['cancelled'])
    const [after] = await pool.sql`select next_run_at from jobs`
    expect(after?.next_run_at).toBeNull()
  })

  test('withdraws what was written ahead and not yet due, without a trace', async () => {
    const { pool, organizationId } = await setUp()
    const at = new Date(Date.now() + 1_500)
    const job = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: at })
    await startSchedules(pool, [job])
    await writeDueOccurrences(pool, options)
    expect(await ledger(pool, job)).toHaveLength(1)
    await pool.transaction(async tx => {
      await tx.sql`select from jobs where id = ${job} for update`
      await stopSchedules(tx, [job])
      await startSchedules(tx, [job])
    })
    expect(await ledger(pool, job)).toEqual([])
    const [row] = await pool.sql`select next_run_at from jobs`
    expect(row?.next_run_at).toEqual(at)
  })

  test('first writes what was due by the old schedule, then none of the new one is in the past', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    const from = floor(Date.now() - 5 * minute)
    await setNext(pool, job, from)
    await pool.transaction(async tx => {
      await tx.sql`select from jobs where id = ${job} for update`
      await stopSchedules(tx, [job])
      await tx.sql`update jobs set cron_expression = '*/2 * * * *', interval_minutes = 2`
      await startSchedules(tx, [job])
    })
    const rows = await ledger(pool, job)
    expect(rows[0]?.at).toBe(from.getTime())
    expect(rows.map(row => row.at)).toEqual(rows.map((_, i) => from.getTime() + i * minute))
    const [row] = await pool.sql`select next_run_at > now() as ahead from jobs`
    expect(row?.ahead).toBe(true)
  })

  test('disabling cancels what is pending and due, and the time switched off is not caught up', async () => {
    const { pool, organizationId } = await setUp()
    const at = floor(Date.now())
    const job = await makeJob(pool, organizationId, { cronExpression: onlyAt(at) })
    await setNext(pool, job, at)
    await writeDueOccurrences(pool, options)
    await pool.transaction(async tx => {
      await tx.sql`select from jobs where id = ${job} for update`
      await stopSchedules(tx, [job])
      await tx.sql`update jobs set enabled = false where id = ${job}`
      await cancelPending(tx, [job], 'job_disabled')
      await startSchedules(tx, [job])
    })
    const rows = await ledger(pool, job)
    expect(rows.map(row => [row.status, row.code])).toEqual([['cancelled', 'job_disabled']])
    const [off] = await pool.sql`select next_run_at from jobs`
    expect(off?.next_run_at).toBeNull()
  })

  test('edits against ticks leave the ledger whole: no occurrence lost, none twice', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId, { catchUp: 'all' })
    const from = floor(Date.now() - 90 * minute)
    await setNext(pool, job, from)
    const edit = () =>
      pool.transaction(async tx => {
        await tx.sql`select from jobs where id = ${job} for update`
        await stopSchedules(tx, [job])
        await startSchedules(tx, [job])
      })
    const ticks = Array.from({ length: 6 }, () => writeDueOccurrences(pool, options))
    await Promise.all([...ticks, ...Array.from({ length: 6 }, edit)])
    await writeDueOccurrences(pool, options)
    const instants = (await ledger(pool, job)).map(row => row.at)
    expect(instants).toEqual(instants.map((_, index) => from.getTime() + index * minute))
    expect(instants.length).toBeGreaterThanOrEqual(91)
  })
})
