import type { Pool } from '@prikke/schema'
import { makeChannel, makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { createClaimer } from './claim.ts'
import { replayExecution, triggerJob } from './manual.ts'
import { noReply, type Outcome } from './outcome.ts'
import { settleExecutions } from './settle.ts'

const retry: Outcome = {
  kind: 'retry',
  delayMs: 0,
  reply: { ...noReply, statusCode: 503, errorCode: 'http_status' },
}
const success: Outcome = { kind: 'final', status: 'success', reply: noReply }

const request = {
  method: 'PUT',
  url: 'https://other.example:8443/hook',
  headers: { 'X-Team': { value: 'ops', secret: false } },
  body: 'edited',
}

async function setUp() {
  const { pool } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  const job = await makeJob(pool, organizationId, { retryAttempts: 2 })
  const original = (await triggerJob(pool, job)) ?? ''
  const claim = createClaimer(pool.sql, 'w1')
  const executionId = crypto.randomUUID()
  const edit = { executionId, request }
  const claimed = async () => (await claim(10)).items
  return { pool, organizationId, job, original, edit, claimed }
}

const settle = async (
  pool: Pool,
  items: Awaited<ReturnType<ReturnType<typeof createClaimer>>>['items'],
  outcome: Outcome,
) => {
  const [startedAt, endedAt] = [performance.now(), performance.now()]
  await settleExecutions(
    pool,
    items.map(execution => ({ execution, outcome, startedAt, endedAt })),
  )
}

describe('an execution that was edited before it was replayed', () => {
  test('sends what was edited at each attempt, whatever becomes of the job; others send the job’s', async () => {
    const { pool, organizationId, original, edit, claimed } = await setUp()
    const replayed = await replayExecution(pool, organizationId, original, edit)
    expect(replayed).toEqual({ outcome: 'replayed', executionId: edit.executionId })
    const first = await claimed()
    const requestOf = (id: string) => first.find(item => item.id === id)?.job
    expect(requestOf(original)).toMatchObject({ method: 'POST', host: '127.0.0.1:9' })
    const own = { ...request, host: 'other.example:8443', executionId: edit.executionId }
    expect(requestOf(edit.executionId)).toMatchObject({ ...own, retryAttempts: 2 })

    await settle(pool, first, retry)
    await pool.sql`update jobs set url = 'http://127.0.0.1:8/', version = version + 1`
    const second = await claimed()
    expect(second).toHaveLength(2)
    for (const { id, attempt, job } of second) {
      expect(attempt).toBe(2)
      expect(job).toMatchObject(id === original ? { url: 'http://127.0.0.1:8/' } : own)
    }
    await settle(pool, second, success)
    const [kept] = await pool.sql`select request from execution_requests`
    expect(kept?.request).toEqual(request)
  })

  test('says nothing of its job: neither its state nor anybody’s alerts', async () => {
    const { pool, organizationId, job, original, edit, claimed } = await setUp()
    await makeChannel(pool, organizationId)
    await pool.sql`update jobs set alert_on = 'every'`
    const failed: Outcome = { ...retry, kind: 'final', status: 'failed' }
    await settle(pool, await claimed(), failed)
    const stateAndAlerts = () => pool.sql`
      select last_status, (select array_agg(type order by id) from alerts) as alerts from jobs`
    const before = [{ last_status: 'failed', alerts: ['execution.failed'] }]
    expect(await stateAndAlerts()).toEqual(before)
    await replayExecution(pool, organizationId, original, edit)
    await settle(pool, await claimed(), success)
    expect(await stateAndAlerts()).toEqual(before)
    const again = { ...edit, executionId: crypto.randomUUID() }
    await replayExecution(pool, organizationId, original, again)
    await settle(pool, await claimed(), failed)
    expect(await stateAndAlerts()).toEqual(before)

    // Nor does it stand in the way of an older run of the job.
    await triggerJob(pool, job)
    await replayExecution(pool, organizationId, original, {
      ...edit,
      executionId: crypto.randomUUID(),
    })
    const [older, newer] = await claimed()
    await settle(pool, newer === undefined ? [] : [newer], failed)
    await settle(pool, older === undefined ? [] : [older], success)
    expect(await stateAndAlerts()).toEqual([
      { last_status: 'success', alerts: ['execution.failed', 'job.recovered'] },
    ])
  })

  test('nothing of it is kept where it is not made', async () => {
    const { pool, original, edit, job, organizationId } = await setUp()
    await pool.sql`delete from jobs where id = ${job}`
    const replayed = await replayExecution(pool, organizationId, original, edit)
    expect(replayed).toEqual({ outcome: 'job_deleted' })
    expect(await pool.sql`select from execution_requests`).toHaveLength(0)
  })

  test('one whose request is gone ends alone; what was claimed with it goes on', async () => {
    const { pool, organizationId, original, edit, claimed } = await setUp()
    await replayExecution(pool, organizationId, original, edit)
    await pool.sql`delete from execution_requests`
    const items = await claimed()
    expect(items.map(({ isUnread }) => isUnread)).toEqual([false, false])
    expect(items.filter(({ job }) => job === null).map(({ id }) => id)).toEqual([edit.executionId])
  })
})
