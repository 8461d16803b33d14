import type { Sql } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { writeDueOccurrences } from './enqueue.ts'
import { createReadAhead } from './read-ahead.ts'
import { startSchedules } from './schedules.ts'

const tick = { retentionMs: 86_400_000, onParked: () => {} }

async function setUp() {
  const { pool } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const scheduledAt = new Date(Date.now() + 1_500)
  const job = await makeJob(pool, organizationId, { scheduleType: 'once', scheduledAt })
  await startSchedules(pool, [job])
  await writeDueOccurrences(pool, tick)
  return { pool, job }
}

type Wanted = { id: string; version: number | null }[]

test('what is about to come due is read before its claim, and looked for once a second at most', async () => {
  const { pool, job } = await setUp()
  const read = Promise.withResolvers<Wanted>()
  let count = 0
  const of = async (jobs: Wanted) => {
    count++
    read.resolve(jobs)
    return []
  }
  const readAhead = createReadAhead(pool.sql, { of })
  readAhead(1_400)
  readAhead(1_400)
  expect(await read.promise).toMatchObject([{ id: job, version: 1 }])
  readAhead(1_300)
  await pool.sql`select 1`
  expect(count).toBe(1)
})

test('nothing is looked for when nothing is about to come due, or it is too near', () => {
  let count = 0
  const sql = (() => {
    count++
    return Promise.resolve([])
  }) as unknown as Sql
  const readAhead = createReadAhead(sql, { of: async () => [] })
  for (const nextInMs of [null, 10, 60_000]) readAhead(nextInMs)
  expect(count).toBe(0)
  readAhead(1_000)
  expect(count).toBe(1)
})
