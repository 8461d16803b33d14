import type { Pool } from '@prikke/schema'
import { expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

async function open() {
  const api = await openApi()
  const { call, id } = await api.organization()
  const [billing, other] = [await makeJob(call, { tags: ['billing'] }), await makeJob(call)]
  const run = async (jobId: string) => (await call('POST', `/api/jobs/${jobId}/trigger`)).body.id
  const cancel = (body: object) => call('POST', '/api/executions/cancel', { body })
  const statusOf = async (executionId: string) =>
    (await call('GET', `/api/executions/${executionId}`)).body.status
  return { api, call, id, billing, other, run, cancel, statusOf }
}

const begin = ({ sql }: Pool, id: string) => sql`
  update execution_queue set worker = 'w', claimed_at = now(), attempt = 1 where id = ${id}`

test('counted first, then cancelled: what waits and matches, and nothing that runs', async () => {
  const { api, call, billing, other, run, cancel, statusOf } = await open()
  const [first, second, running, another] = [
    await run(billing),
    await run(billing),
    await run(billing),
    await run(other),
  ]
  await begin(api.pool, running)
  const filter = { tag: ['billing'] }
  expect((await cancel({ filter, dryRun: true })).body).toEqual({ count: 2 })
  const { status, body } = await cancel({ filter, expectedCount: 2 })
  expect([status, body]).toEqual([200, { count: 2 }])
  const statuses = await Promise.all([first, second, running, another].map(statusOf))
  expect(statuses).toEqual(['cancelled', 'cancelled', 'running', 'pending'])
  const acts = await api.pool.sql`
    select action, changes -> 'count' ->> 'after' as count from audit_events
    where action = 'execution.cancelled'`
  expect([...acts]).toEqual([{ action: 'execution.cancelled', count: '2' }])
  expect((await call('GET', '/api/executions?status=cancelled')).body.data).toHaveLength(2)
})

test('409 when more match than were counted; fewer are what began meanwhile', async () => {
  const { api, billing, run, cancel, statusOf } = await open()
  const [first, second] = [await run(billing), await run(billing)]
  const stale = await cancel({ filter: {}, expectedCount: 1 })
  expect([stale.status, stale.body.code]).toEqual([409, 'count_changed'])
  expect(await statusOf(first)).toBe('pending')
  await begin(api.pool, second)
  expect((await cancel({ filter: {}, expectedCount: 2 })).body).toEqual({ count: 1 })
  expect((await cancel({ filter: {}, expectedCount: 2 })).body).toEqual({ count: 0 })
})

test('what somebody is just taking is passed over, and nobody waits for it', async () => {
  const { api, billing, run, cancel } = await open()
  const [taken] = [await run(billing), await run(billing)]
  const { pool } = api
  await pool.transaction(async ({ sql }) => {
    await sql`select from execution_queue where id = ${taken} for update`
    expect((await cancel({ filter: {}, expectedCount: 2 })).body).toEqual({ count: 1 })
  })
})

test('422 without a count, or for what no pending execution has', async () => {
  const { cancel } = await open()
  for (const [body, path] of [
    [{ filter: {} }, 'expectedCount'],
    [{ filter: { status: ['failed'] }, dryRun: true }, 'filter.status'],
    [{ filter: { q: 'x' }, dryRun: true }, 'filter.q'],
    [{ dryRun: true }, 'filter'],
  ] as const) {
    const answer = await cancel(body)
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, path])
  }
})

test('older and newer of the same job, in the queue and in the past', async () => {
  const { api, call, id, billing, other, run } = await open()
  const past: string[] = []
  for (const hour of ['10', '11', '12']) {
    const scheduledFor = `2026-11-20T${hour}:00:00.000Z`
    past.push(await makePast(api.pool, { organizationId: id, jobId: billing, scheduledFor }))
    await makePast(api.pool, { organizationId: id, jobId: other, scheduledFor })
  }
  const waiting = await run(billing)
  const beside = async (executionId = '') =>
    (await call('GET', `/api/executions/${executionId}/neighbours`)).body
  expect(await beside(past[0])).toEqual({ older: null, newer: past[1] })
  expect(await beside(past[1])).toEqual({ older: past[0], newer: past[2] })
  expect(await beside(past[2])).toEqual({ older: past[1], newer: waiting })
  expect(await beside(waiting)).toEqual({ older: past[2], newer: null })
})
