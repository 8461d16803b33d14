import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test, vi } from 'vitest'
import { feedNextReplay } from './feed-replays.ts'
import { cancelReplay, cancelReplaysOf, countReplay, startReplay } from './replays.ts'
import { executionSource } from './source.ts'

vi.setConfig({ testTimeout: 60_000 })

type Organization = { pool: Pool; organizationId: string; jobIds: string[] }

/** Failures of some jobs, one a second. */
const makeFailures = (
  { sql }: Pool,
  organizationId: string,
  jobIds: string[],
  count: number,
) => sql`
  insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
    finished_at, attempt, max_attempts, error_code)
  select ${organizationId}, (${jobIds}::uuid[])[1 + n % ${jobIds.length}::int], 'manual', 'failed',
    '2026-11-01T00:00:00Z'::timestamptz + n * interval '1 second', now(), 1, 1, 'http_status'
  from generate_series(1, ${count}::int) n`

async function setUp(failures: number, jobCount = 3, at?: Pool): Promise<Organization> {
  const pool = at ?? (await openDatabase()).pool
  const organizationId = await makeOrganization(pool)
  const jobIds: string[] = []
  for (let n = 0; n < jobCount; n++) jobIds.push(await makeJob(pool, organizationId))
  await makeFailures(pool, organizationId, jobIds, failures)
  return { pool, organizationId, jobIds }
}

const failuresOf = ({ sql }: Pool, organizationId: string) =>
  sql`h.organization_id = ${organizationId} and h.status = 'failed'`

async function start({ pool, organizationId }: Organization, most = 1_000_000) {
  const matching = failuresOf(pool, organizationId)
  return await pool.transaction(tx =>
    startReplay(tx, { organizationId, filter: { status: ['failed'] }, matching, most }),
  )
}

/** Feeds until nothing is left, `workers` at once. What was queued is kept in `seen`. */
async function feedAll(pool: Pool, workers: number): Promise<void> {
  await pool.sql`create table if not exists seen as select * from execution_queue limit 0`
  const feed = async () => {
    for (;;) {
      const fed = await feedNextReplay(pool)
      if (fed.outcome === 'idle') return
      if (fed.outcome !== 'held') continue
      // Another may be at it: what has come is taken away all the same.
      await pool.sql`
        with gone as (delete from execution_queue where class = 4 returning *)
        insert into seen select * from gone`
    }
  }
  await Promise.all(Array.from({ length: workers }, feed))
  await pool.sql`insert into seen select * from execution_queue`
}

const statusOf = async ({ sql }: Pool, id: string | null) =>
  (await sql`select * from replays where id = ${id}`)[0]

describe('a replay of many', () => {
  test('runs each execution once, linked and oldest first, however many feed it at once', async () => {
    const organization = await setUp(4_321)
    const { pool, organizationId } = organization
    const others = await Promise.all([1, 2, 3].map(() => setUp(700, 1, pool)))
    const { id, count } = await start(organization)
    for (const other of others) await start(other)
    expect(count).toBe(4_321)
    await feedAll(pool, 4)
    const [sums] = await pool.sql`
      select count(*)::int as rows, count(distinct s.replay_of)::int as originals,
        bool_and(h.job_id = s.job_id) as same,
        bool_and(s.class = 4 and s.trigger = 'replay' and s.ready_at <= now()) as bulk
      from seen s join execution_history h on h.id = s.replay_of
      where s.organization_id = ${organizationId}`
    expect(sums).toEqual({ rows: 4_321, originals: 4_321, same: true, bulk: true })
    expect(await statusOf(pool, id)).toMatchObject({
      total_count: 4_321,
      replayed_count: 4_321,
      skipped_count: 0,
      finished_at: expect.any(Date),
      cancelled_at: null,
    })
    expect(await pool.sql`select from replay_chunks`).toHaveLength(0)
    // Of two chunks the older executions were queued first.
    const [order] = await pool.sql`
      select corr(extract(epoch from h.scheduled_for)::float8,
        extract(epoch from s.scheduled_for)::float8) as with
      from seen s join execution_history h on h.id = s.replay_of
      where s.organization_id = ${organizationId}`
    expect(order?.with).toBeGreaterThan(0.9)
  })

  test('passes over jobs that are gone, and counts them; those that are off run', async () => {
    const organization = await setUp(30)
    const { pool, organizationId, jobIds } = organization
    await pool.sql`update jobs set enabled = false, next_run_at = null where id = ${jobIds[1] ?? ''}`
    const matching = failuresOf(pool, organizationId)
    const { id } = await start(organization)
    await pool.sql`delete from jobs where id = ${jobIds[0] ?? ''}`
    expect(await countReplay(pool, matching)).toEqual({ count: 30, deletedJobCount: 10 })
    expect(await feedNextReplay(pool)).toMatchObject({
      outcome: 'fed',
      organizationId,
      replayId: id,
      queuedCount: 20,
      skippedCount: 10,
      isDone: true,
    })
    expect(await statusOf(pool, id)).toMatchObject({ replayed_count: 20, skipped_count: 10 })
    expect(await feedNextReplay(pool)).toEqual({ outcome: 'idle' })
  })

  test('what settles after the count is not run with it', async () => {
    const organization = await setUp(5)
    const { pool, organizationId, jobIds } = organization
    await start(organization)
    await pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code)
      values (${organizationId}, ${jobIds[0] ?? ''}, 'manual', 'failed', '2026-11-01T00:00:03.500Z',
        '2026-11-01T00:00:04Z', 1, 1, 'http_status')`
    expect(await feedNextReplay(pool)).toMatchObject({ queuedCount: 5, isDone: true })
  })

  test('none and too many keep nothing', async () => {
    const organization = await setUp(11)
    const { pool } = organization
    expect(await start(organization, 10)).toEqual({ count: 11, id: null })
    await pool.sql`update execution_history set status = 'success'`
    expect(await start(organization)).toEqual({ count: 0, id: null })
    expect(await pool.sql`select from replays`).toHaveLength(0)
  })

  test('is one at a time in an organization, also when two begin at once', async () => {
    const organization = await setUp(5)
    const begun = await Promise.allSettled([start(organization), start(organization)])
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = begun.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason.constraint_name).toBe('replays_running')
  })
})

describe('what is due', () => {
  test('is never kept waiting by more than a thousand of a replay', async () => {
    const organization = await setUp(3_000)
    const { pool, organizationId, jobIds } = organization
    await start(organization)
    expect(await feedNextReplay(pool)).toMatchObject({ queuedCount: 1_000, isDone: false })
    expect(await feedNextReplay(pool)).toEqual({ outcome: 'held' })
    await pool.sql`
      insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
        timeout_ms, max_attempts)
      values (${organizationId}, ${jobIds[0] ?? ''}, 'manual', now(), 2, now(), 1000, 1)`
    const silent = { touch: () => {}, close: async () => {} }
    const source = executionSource(pool, 'worker', silent, () => {})
    const { items } = await source.claim(10)
    expect(items.map(({ trigger }) => trigger)).toContain('manual')
    await source.claim(90)
    expect(await feedNextReplay(pool)).toMatchObject({ outcome: 'fed' })
  })

  test('what gave way of an organization holds its own replay and no other', async () => {
    const one = await setUp(2_000)
    const other = await setUp(2_000, 1, one.pool)
    await start(one)
    await start(other)
    await one.pool.sql`
      insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
        timeout_ms, max_attempts)
      select ${one.organizationId}, ${one.jobIds[0] ?? ''}, 'replay', now(), 5, now(), 1000, 1
      from generate_series(1, 1000)`
    const fed = await feedNextReplay(one.pool)
    expect(fed).toMatchObject({ outcome: 'fed', organizationId: other.organizationId })
  })
})

describe('cancelling', () => {
  test('ends it between two thousands: what is queued stays, the rest is dropped', async () => {
    const organization = await setUp(2_500)
    const { pool, organizationId } = organization
    const { id } = await start(organization)
    await feedNextReplay(pool)
    const stranger = await makeOrganization(pool)
    expect(await cancelReplay(pool, stranger, id ?? '')).toBe('not_found')
    expect(await cancelReplay(pool, organizationId, id ?? '')).toBe('cancelled')
    expect(await cancelReplay(pool, organizationId, id ?? '')).toBe('cancelled')
    await pool.sql`delete from execution_queue`
    expect(await feedNextReplay(pool)).toEqual({ outcome: 'idle' })
    expect(await pool.sql`select from replay_chunks`).toHaveLength(0)
    expect(await statusOf(pool, id)).toMatchObject({
      replayed_count: 1_000,
      cancelled_at: expect.any(Date),
    })
    const { id: next } = await start(organization)
    expect(await cancelReplaysOf(pool, stranger)).toBe(false)
    for (let left = 3; left > 0; left--) {
      await feedNextReplay(pool)
      await pool.sql`delete from execution_queue`
    }
    expect(await cancelReplay(pool, organizationId, next ?? '')).toBe('done')
  })
})

test('of a month that is almost used up runs what there is room for, and skips the rest', async () => {
  const { pool: free, organizationId, jobIds } = await setUp(30)
  const pool = { ...free, planLimits: true }
  await pool.sql`
    insert into usage_counts (organization_id, month, part, executions, by_day)
    values (${organizationId}, date_trunc('month', now() at time zone 'UTC'), 2, 4990,
      array_fill(0, array[31]))`
  await start({ pool, organizationId, jobIds })
  // Whoever counts just now is waited for by nobody.
  await free.sql.begin(async held => {
    await held`select from usage_counts for update`
    expect(await feedNextReplay(pool)).toEqual({ outcome: 'held' })
  })
  expect(await feedNextReplay(pool)).toMatchObject({ queuedCount: 10, skippedCount: 20 })
  const [usage] = await pool.sql`select executions, over_quota from usage_counts`
  expect(usage).toEqual({ executions: 5_000, over_quota: 0 })
})
