import type { Pool } from '@prikke/schema'
import { makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { removePastOfFree } from './remove-past.ts'

const historyDays = 7

async function setUp() {
  const { pool } = await openDatabase()
  const [free, pro] = [await makeOrganization(pool), await makeOrganization(pool)]
  await pool.sql`update organizations set tier = 'pro' where id = ${pro}`
  return { pool, free, pro }
}

/** Executions so many hours ago, one attempt of each before its last. */
const addPast = ({ sql }: Pool, organizationId: string, hours: number[]) => sql`
  with made as (
    insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
      finished_at, attempt, max_attempts)
    select ${organizationId}, uuidv7(), 'schedule', 'success', now() - h * interval '1 hour', now(), 2, 2
    from unnest(${hours}::int[]) h returning id, scheduled_for, organization_id
  )
  insert into attempts (execution_id, scheduled_for, organization_id, number, started_at, finished_at,
    error_code)
  select id, scheduled_for, organization_id, 1, now(), now(), 'http_status' from made`

/** As if each of them had been edited before it was replayed. */
const addRequests = ({ sql }: Pool) => sql`
  insert into execution_requests (execution_id, organization_id, request)
  select id, organization_id, '{}' from execution_history`

const left = async ({ sql }: Pool, organizationId: string) => {
  const [row] = await sql`
    select array(select round(extract(epoch from now() - scheduled_for) / 3600)::int
        from execution_history where organization_id = ${organizationId} order by scheduled_for) as past,
      (select count(*)::int from attempts where organization_id = ${organizationId}) as attempts,
      (select count(*)::int from execution_requests
        where organization_id = ${organizationId}) as requests`
  return row
}

test('removes what is older than seven days of Free, with its attempts and requests, and nothing of Pro', async () => {
  const { pool, free, pro } = await setUp()
  for (const id of [free, pro]) await addPast(pool, id, [1, 100, 167, 169, 300, 700])
  await addRequests(pool)
  const rests: number[] = []
  const rest = async (ms: number) => void rests.push(ms)
  await removePastOfFree(pool.sql, { historyDays, goOn: () => true, rest })
  expect(await left(pool, free)).toEqual({ past: [167, 100, 1], attempts: 3, requests: 3 })
  expect(await left(pool, pro)).toEqual({
    past: [700, 300, 169, 167, 100, 1],
    attempts: 6,
    requests: 6,
  })
  expect(rests).toHaveLength(1)
})

test('goes in small statements, and leaves the rest for later when it is told to stop', async () => {
  const { pool, free } = await setUp()
  await pool.sql`
    insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
      finished_at, attempt, max_attempts)
    select ${free}, uuidv7(), 'schedule', 'success', now() - interval '8 days' - n * interval '1 second',
      now(), 1, 1
    from generate_series(1, 12000) n`
  const count = async () =>
    (await pool.sql`select count(*)::int from execution_history`)[0]?.count as number
  let asked = 0
  const rest = async () => {}
  // Before the page of organizations, and before the first statement.
  await removePastOfFree(pool.sql, { historyDays, goOn: () => ++asked <= 2, rest })
  expect(await count()).toBe(7_000)
  await removePastOfFree(pool.sql, { historyDays, goOn: () => true, rest })
  expect(await count()).toBe(0)
})
