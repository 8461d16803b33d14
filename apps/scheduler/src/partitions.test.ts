import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { dropPartitions, makePartitions } from './partitions.ts'
import { removeOldRows } from './retention.ts'

const day = 24 * 60 * 60 * 1000
const retentionMs = 30 * day

const partitions = async (pool: Pool) =>
  (
    await pool.sql`select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'execution_history'::regclass order by 1`
  ).map(row => row.name as string)

async function addHistory(pool: Pool, organizationId: string, daysAgo: number) {
  await pool.sql`
    insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
      finished_at, attempt, max_attempts)
    values (${organizationId}, uuidv7(), 'manual', 'success',
      now() - ${daysAgo}::int * interval '1 day', now(), 1, 1)`
}

describe('partitions', () => {
  test('are made from today to a week ahead, once, by however many schedulers', async () => {
    const { pool } = await openDatabase()
    await Promise.all(Array.from({ length: 4 }, () => makePartitions(pool, retentionMs)))
    await makePartitions(pool, retentionMs)
    expect(await partitions(pool)).toHaveLength(1 + 8)
  })

  test('reach back to the oldest occurrence that is due, but not past retention', async () => {
    const { pool } = await openDatabase()
    const organizationId = await makeOrganization(pool)
    const job = await makeJob(pool, organizationId)
    const at = (daysAgo: number) => new Date(Date.now() - daysAgo * day)
    await pool.sql`update jobs set written_through = ${at(4)}, next_run_at = ${at(3)} where id = ${job}`
    await makePartitions(pool, retentionMs)
    expect(await partitions(pool)).toHaveLength(1 + 3 + 8)
    await pool.sql`update jobs set written_through = ${at(400)}, next_run_at = ${at(399)}`
    await makePartitions(pool, retentionMs)
    expect(await partitions(pool)).toHaveLength(1 + 30 + 8)
  })

  test('take along the rows of their day that lay in the default', async () => {
    const { pool } = await openDatabase()
    const organizationId = await makeOrganization(pool)
    await addHistory(pool, organizationId, 0)
    await addHistory(pool, organizationId, 60)
    await makePartitions(pool, retentionMs)
    expect(await pool.sql`select from execution_history`).toHaveLength(2)
    expect(await pool.sql`select from execution_history_default`).toHaveLength(1)
  })

  test('hold one row per occurrence, as the queue does', async () => {
    const { pool } = await openDatabase()
    await makePartitions(pool, retentionMs)
    const organizationId = await makeOrganization(pool)
    const job = await makeJob(pool, organizationId)
    const insert = () => pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts, error_code)
      values (${organizationId}, ${job}, 'schedule', 'missed', date_trunc('day', now()), now(), 0, 1, 'missed')`
    await insert()
    await expect(insert()).rejects.toThrow(/duplicate key/)
  })

  test('are dropped whole when they lie past retention, and only then', async () => {
    const { pool } = await openDatabase()
    const organizationId = await makeOrganization(pool)
    const job = await makeJob(pool, organizationId)
    const at = (daysAgo: number) => new Date(Date.now() - daysAgo * day)
    await pool.sql`update jobs set written_through = ${at(11)}, next_run_at = ${at(10)} where id = ${job}`
    await makePartitions(pool, retentionMs)
    for (const daysAgo of [0, 4, 5, 9]) await addHistory(pool, organizationId, daysAgo)
    const dropped = await dropPartitions(pool, 5 * day)
    expect(dropped.filter(name => name.startsWith('execution_history'))).toHaveLength(5)
    const [left] = await pool.sql`select count(*)::int as n,
      bool_and(scheduled_for > now() - interval '6 days') as young from execution_history`
    expect(left).toEqual({ n: 3, young: true })
  })
})

test('retention removes told alerts and requests of jobs that have no history left', async () => {
  const { pool } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const [kept, gone] = [await makeJob(pool, organizationId), await makeJob(pool, organizationId)]
  await pool.sql`delete from jobs where id = ${gone}`
  await pool.sql`update job_versions set created_at = now() - interval '40 days'`
  const settled = pool.sql`now() - interval '40 days'`
  await pool.sql`insert into alerts (organization_id, kind, target, type, status, settled_at)
    values (${organizationId}, 'email', 'a@b.c', 'channel.test', 'sent', ${settled}),
      (${organizationId}, 'email', 'a@b.c', 'channel.test', 'pending', null)`
  await removeOldRows(pool, retentionMs)
  expect(await pool.sql`select job_id from job_versions`).toEqual([{ job_id: kept }])
  expect(await pool.sql`select status from alerts`).toEqual([{ status: 'pending' }])
})

test('retention removes mail a week after it was settled, links a day after their end, counts at theirs', async () => {
  const { pool } = await openDatabase()
  const { sql } = pool
  const ages = ['8 days', '6 days']
  for (const age of ages) {
    await sql`insert into mails (kind, recipient, status, settled_at, answer)
      values ('sign_in', 'a@b.c', 'sent', now() - ${age}::interval, ${age})`
  }
  await sql`insert into mails (kind, recipient, sealed, created_at, answer)
    values ('sign_in', 'a@b.c', 'v1', now() - interval '9 days', 'pending')`
  for (const [hash, age] of [
    ['a', '25 hours'],
    ['b', '23 hours'],
  ] as const) {
    await sql`insert into login_tokens (purpose, email, token_hash, expires_at)
      values ('sign_in', ${`${hash}@b.c`}, ${hash.repeat(64)}, now() - ${age}::interval)`
  }
  for (const [hash, span] of [
    ['a', '-1 minute'],
    ['b', '1 minute'],
  ] as const) {
    await sql`insert into limit_counts values (${hash.repeat(64)}, 1, now() + ${span}::interval)`
  }
  await removeOldRows(pool, retentionMs)
  expect(await sql`select answer from mails order by 1`).toEqual([
    { answer: '6 days' },
    { answer: 'pending' },
  ])
  expect(await sql`select email from login_tokens`).toEqual([{ email: 'b@b.c' }])
  expect(await sql`select left(key, 1) as key from limit_counts`).toEqual([{ key: 'b' }])
})
