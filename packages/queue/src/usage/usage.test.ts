import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase, whileHeld } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { writeDueOccurrences } from '../executions/enqueue.ts'
import { runNow, triggerJob } from '../executions/manual.ts'
import { startSchedules, stopSchedules } from '../executions/schedules.ts'
import { sharedPart } from './count.ts'
import { gatherUsage } from './gather-usage.ts'
import { readUsage } from './read-usage.ts'

const minute = 60_000
const day = 24 * 60 * minute
const options = {
  retentionMs: 40 * day,
  onParked: (_: unknown, error: unknown) => {
    throw error
  },
}
const limit = 5_000
const monthOf = (at: Date) => at.toISOString().slice(0, 7)

async function setUp({ planLimits = true } = {}) {
  const { pool } = await openDatabase({ planLimits })
  const organizationId = await makeOrganization(pool)
  return { pool, organizationId }
}

/** One that fires at this minute and then not for a year: no test straddles a minute. */
async function makeDue(pool: Pool, organizationId: string, at: Date, values = {}) {
  const expression = `${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`
  const id = await makeJob(pool, organizationId, { cronExpression: expression, ...values })
  await pool.sql`update jobs set written_through = ${new Date(at.getTime() - 1)}, next_run_at = ${at}
    where id = ${id}`
  return id
}

const thisMinute = () => new Date(Math.floor(Date.now() / minute) * minute)

/** As if so many had been counted this month already. */
async function setUsed(pool: Pool, organizationId: string, used: number, at = thisMinute()) {
  await pool.sql`
    insert into usage_counts (organization_id, month, part, executions, by_day)
    values (${organizationId}, ${`${monthOf(at)}-01`}::date, ${sharedPart}, ${used},
      array[${used}::int] || array_fill(0, array[30]))
    on conflict (organization_id, month, part) do update set executions = excluded.executions`
}

const usageOf = (pool: Pool, organizationId: string, at = thisMinute()) =>
  readUsage(pool.sql, organizationId, monthOf(at))

/** What was written to run in a month: what the count must say. */
async function ran(pool: Pool, organizationId: string, at = thisMinute()) {
  const [row] = await pool.sql<{ count: number }[]>`
    select count(*)::int as count from executions
    where organization_id = ${organizationId} and status not in ('missed', 'skipped')
      and to_char(scheduled_for at time zone 'UTC', 'YYYY-MM') = ${monthOf(at)}`
  return row?.count ?? 0
}

async function outcomes(pool: Pool, organizationId: string) {
  return await pool.sql<{ status: string; code: string | null }[]>`
    select status, error_code as code from executions
    where organization_id = ${organizationId} order by scheduled_for, status`
}

describe.each([true, false])('usage, with limits: %s', planLimits => {
  test('counts what is written to run, by day: scheduled, by hand, and by an edit', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const at = thisMinute()
    const due = await makeDue(pool, organizationId, at)
    await makeDue(pool, organizationId, at)
    // What is not run is not counted.
    const missed = new Date(at.getTime() - 10 * minute)
    await makeDue(pool, organizationId, missed, { catchUp: 'none' })
    await writeDueOccurrences(pool, options)
    await triggerJob(pool, due)
    const edited = await makeDue(pool, organizationId, at)
    await pool.transaction(tx => stopSchedules(tx, [edited]))
    const usage = await usageOf(pool, organizationId, at)
    expect(usage.executions).toBe(4)
    expect(usage.executions).toBe(await ran(pool, organizationId, at))
    expect(usage.byDay[at.getUTCDate() - 1]).toBe(4)
    expect(usage.byDay.reduce((sum, count) => sum + count)).toBe(4)
    expect((await outcomes(pool, organizationId)).map(row => row.status)).toContain('missed')
  })

  test('does not count what an edit withdraws before it is due', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000)
    const job = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt: at })
    await startSchedules(pool, [job])
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ queuedCount: 1 })
    expect((await usageOf(pool, organizationId, at)).executions).toBe(1)
    await pool.transaction(tx => stopSchedules(tx, [job]))
    expect(await ran(pool, organizationId, at)).toBe(0)
    const usage = await usageOf(pool, organizationId, at)
    expect([usage.executions, usage.byDay[at.getUTCDate() - 1]]).toEqual([0, 0])
  })

  test('counts nothing of a statement that fails, nor of a transaction that is rolled back', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const job = await makeDue(pool, organizationId, thisMinute())
    const failed = pool.transaction(async tx => {
      await triggerJob(tx, job)
      throw new Error('given up')
    })
    await expect(failed).rejects.toThrow('given up')
    await pool.sql`alter table execution_queue add constraint refusing check (class > 9)`
    await expect(writeDueOccurrences(pool, options)).rejects.toThrow('refusing')
    await expect(triggerJob(pool, job)).rejects.toThrow('refusing')
    expect((await usageOf(pool, organizationId)).executions).toBe(0)
    await pool.sql`alter table execution_queue drop constraint refusing`
    await writeDueOccurrences(pool, options)
    expect((await usageOf(pool, organizationId)).executions).toBe(1)
  })

  test('counts each occurrence once that has its row already, and once that many write at once', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const at = thisMinute()
    const kept = await makeDue(pool, organizationId, at)
    await writeDueOccurrences(pool, options)
    await pool.sql`update jobs set next_run_at = ${at}, written_through = ${new Date(at.getTime() - 1)}
      where id = ${kept}`
    for (let n = 0; n < 20; n++) await makeDue(pool, organizationId, at)
    await Promise.all(Array.from({ length: 4 }, () => writeDueOccurrences(pool, options)))
    await writeDueOccurrences(pool, options)
    expect(await ran(pool, organizationId)).toBe(21)
    expect((await usageOf(pool, organizationId)).executions).toBe(21)
  })

  test('counts more than one statement takes, by lanes side by side', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const others = await Promise.all(Array.from({ length: 7 }, () => makeOrganization(pool)))
    await pool.sql`update organizations set tier = 'pro'`
    const at = thisMinute()
    const first = await makeDue(pool, organizationId, at)
    await pool.sql`
      insert into jobs (organization_id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        next_run_at, written_through)
      select o.id, name, url, method, schedule_type, cron_expression, timezone,
        interval_minutes, enabled, retry_attempts, timeout_ms, overlap, catch_up, alert_on,
        next_run_at, written_through
      from jobs, unnest(${[organizationId, ...others]}::uuid[]) o(id), generate_series(1, 1500)
      where jobs.id = ${first}`
    const written = await Promise.all([1, 2].map(() => writeDueOccurrences(pool, options)))
    await writeDueOccurrences(pool, options)
    expect(written.some(({ queuedCount }) => queuedCount > 5_000)).toBe(true)
    expect((await usageOf(pool, organizationId)).executions).toBe(1_501)
    for (const id of others) expect((await usageOf(pool, id)).executions).toBe(1_500)
  })

  test('belongs to the UTC month and day of scheduledFor, whenever it is written', async () => {
    const { pool, organizationId } = await setUp({ planLimits })
    const now = new Date()
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
    const last = new Date(first.getTime() - minute)
    const cronExpression = `59,0 23,0 1,${last.getUTCDate()} * *`
    const job = await makeJob(pool, organizationId, { catchUp: 'all', cronExpression })
    await pool.sql`update jobs set written_through = ${new Date(last.getTime() - 1)}, next_run_at = ${last}
      where id = ${job}`
    await setUsed(pool, organizationId, planLimits ? limit : 0, last)
    await writeDueOccurrences(pool, options)
    const [before, since] = [
      await usageOf(pool, organizationId, last),
      await usageOf(pool, organizationId),
    ]
    expect(since.executions).toBe(await ran(pool, organizationId))
    expect(since.byDay[0]).toBe(await ranOn(pool, first))
    expect(since.overQuota).toBe(0)
    expect([before.executions, before.overQuota]).toEqual(planLimits ? [limit, 1] : [1, 0])
  })
})

async function ranOn(pool: Pool, date: Date): Promise<number> {
  const [row] = await pool.sql<{ count: number }[]>`
    select count(*)::int as count from executions
    where status not in ('missed', 'skipped') and scheduled_for >= ${date}
      and scheduled_for < ${new Date(date.getTime() + day)}`
  return row?.count ?? 0
}

describe('the executions of a month', () => {
  test('end at the limit: the oldest run, the others are skipped with over_quota, and none by hand', async () => {
    const { pool, organizationId } = await setUp()
    await setUsed(pool, organizationId, limit - 2)
    const at = thisMinute()
    const job = await makeDue(pool, organizationId, at)
    for (let n = 0; n < 4; n++)
      await makeDue(pool, organizationId, new Date(at.getTime() - n * minute))
    const written = await writeDueOccurrences(pool, options)
    expect(written).toMatchObject({ queuedCount: 2, skippedCount: 3, overQuotaCount: 3 })
    const over = { status: 'skipped', code: 'over_quota' }
    expect(await outcomes(pool, organizationId)).toEqual([
      { status: 'pending', code: null },
      { status: 'pending', code: null },
      over,
      over,
      over,
    ])
    expect(await triggerJob(pool, job)).toBeNull()
    expect(await usageOf(pool, organizationId)).toMatchObject({ executions: limit, overQuota: 3 })
    const [left] = await pool.sql`select count(*)::int from jobs where next_run_at <= ${at}`
    expect(left?.count).toBe(0)
  })

  test('are not used up by what overlap skips', async () => {
    const { pool, organizationId } = await setUp()
    await setUsed(pool, organizationId, limit - 2)
    const at = thisMinute()
    const busy = await makeDue(pool, organizationId, at, { overlap: 'skip' })
    expect(await triggerJob(pool, busy)).not.toBeNull()
    await makeDue(pool, organizationId, at)
    const written = await writeDueOccurrences(pool, options)
    expect(written).toMatchObject({ queuedCount: 1, skippedCount: 1, overQuotaCount: 0 })
  })

  test('go to exactly as many as there are, however many ask at once', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    for (const used of [limit - 7, limit]) {
      await setUsed(pool, organizationId, used)
      const left = limit - used
      const ids = await Promise.all(Array.from({ length: 24 }, () => triggerJob(pool, job)))
      expect(ids.filter(id => id !== null)).toHaveLength(left)
      expect((await usageOf(pool, organizationId)).executions).toBe(limit)
    }
    expect(await ran(pool, organizationId)).toBe(7)
  })

  test('that are the first of a month go to exactly as many, too', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    const many = Array.from({ length: 1_500 }, () => ({ jobId: job, replayOf: null }))
    const runs = await Promise.all([1, 2, 3, 4].map(() => runNow(pool, 'manual', many)))
    expect(runs.flat().filter(id => id !== null)).toHaveLength(limit)
    expect(await ran(pool, organizationId)).toBe(limit)
  })

  test('go once, to ticks and runs by hand together', async () => {
    const { pool, organizationId } = await setUp()
    const at = thisMinute()
    const job = await makeJob(pool, organizationId)
    for (let n = 0; n < 10; n++) await makeDue(pool, organizationId, at)
    await setUsed(pool, organizationId, limit - 8)
    const byHand = Array.from({ length: 10 }, () => triggerJob(pool, job))
    const ticks = Array.from({ length: 3 }, () => writeDueOccurrences(pool, options))
    await Promise.all([...byHand, ...ticks])
    // Whom a tick passed over, for they were being counted just then.
    await writeDueOccurrences(pool, options)
    expect(await ran(pool, organizationId)).toBe(8)
    expect((await usageOf(pool, organizationId)).executions).toBe(limit)
    expect(await outcomes(pool, organizationId)).toHaveLength(
      8 + (await usageOf(pool, organizationId)).overQuota,
    )
  })

  test('of one organization that are being counted hold up no other', async () => {
    const { pool, organizationId } = await setUp()
    const other = await makeOrganization(pool)
    const at = thisMinute()
    await setUsed(pool, organizationId, 0)
    const held = await makeDue(pool, organizationId, at)
    await makeDue(pool, other, at)
    const [tick] = await whileHeld(
      pool,
      sql => sql`select from usage_counts for update`,
      () => {
        const ticking = writeDueOccurrences(pool, options)
        // Waits for the same row: while it does, the tick must have ended.
        return [ticking.then(() => triggerJob(pool, held)).then(() => ticking)]
      },
    )
    expect(await tick).toMatchObject({ queuedCount: 1 })
    expect(await ran(pool, other)).toBe(1)
    expect(await writeDueOccurrences(pool, options)).toMatchObject({ queuedCount: 1 })
    expect((await usageOf(pool, organizationId)).executions).toBe(2)
  })

  test('are as many as the tier allows when they are written', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    await setUsed(pool, organizationId, limit)
    expect(await triggerJob(pool, job)).toBeNull()
    await setTier(pool, organizationId, 'pro')
    expect(await triggerJob(pool, job)).not.toBeNull()
    await setTier(pool, organizationId, 'free')
    expect(await triggerJob(pool, job)).toBeNull()
    expect((await usageOf(pool, organizationId)).executions).toBe(limit + 1)
  })

  test('count what was counted while no limits held, once it is gathered', async () => {
    const { pool, organizationId } = await setUp()
    const job = await makeJob(pool, organizationId)
    const free = { ...pool, planLimits: false }
    await makeDue(free, organizationId, thisMinute())
    await writeDueOccurrences(free, options)
    await triggerJob(free, job)
    await triggerJob(pool, job)
    const before = await usageOf(pool, organizationId)
    await gatherUsage(pool.sql)
    expect(await usageOf(pool, organizationId)).toEqual(before)
    expect(before.executions).toBe(3)
    expect(await pool.sql`select part from usage_counts`).toEqual([{ part: sharedPart }])
  })
})

const setTier = (pool: Pool, id: string, tier: 'free' | 'pro') =>
  pool.sql`update organizations set tier = ${tier} where id = ${id}`
