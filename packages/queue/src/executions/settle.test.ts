import type { Pool } from '@prikke/schema'
import { makeChannel, makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { claimAlerts } from '../alerts/claim.ts'
import { cancelExecution, cancelPending } from './cancel.ts'
import { type ClaimedExecution, createClaimer } from './claim.ts'
import { replayExecution, triggerJob } from './manual.ts'
import { noReply, type Outcome } from './outcome.ts'
import { type Settlement, settleExecutions } from './settle.ts'
import { executionSource } from './source.ts'

async function setUp(values: Parameters<typeof makeJob>[2] = {}) {
  const { pool } = await openDatabase()
  const organizationId = await makeOrganization(pool)
  return { pool, organizationId, job: await makeJob(pool, organizationId, values) }
}

const success: Outcome = {
  kind: 'final',
  status: 'success',
  reply: { ...noReply, statusCode: 200 },
}
const failed: Outcome = {
  kind: 'final',
  status: 'failed',
  reply: {
    ...noReply,
    statusCode: 500,
    errorCode: 'http_status',
    responseBody: Buffer.from('no\0!'),
  },
}
const retry = (delayMs: number): Outcome => ({
  kind: 'retry',
  delayMs,
  reply: (failed as { reply: typeof noReply }).reply,
})

const done = (execution: ClaimedExecution, outcome: Outcome): Settlement => ({
  execution,
  outcome,
  startedAt: execution.claimAskedAt + 1,
  endedAt: execution.claimAskedAt + 21,
})

const silent = { touch: () => {}, close: async () => {} }

const claimExecutions = (sql: Pool['sql'], worker: string, limit: number) =>
  createClaimer(sql, worker)(limit)

async function claimOne(pool: Pool): Promise<ClaimedExecution> {
  const { items } = await claimExecutions(pool.sql, 'w1', 1)
  expect(items).toHaveLength(1)
  return items[0] as ClaimedExecution
}

/** Runs the job now and settles it so. */
async function runOnce(pool: Pool, job: string, outcome: Outcome) {
  await triggerJob(pool, job)
  const execution = await claimOne(pool)
  await settleExecutions(pool, [done(execution, outcome)])
  return execution
}

const alertTypes = async (pool: Pool) =>
  (await pool.sql`select type from alerts order by id`).map(row => row.type)

describe('claiming', () => {
  test('many workers at once get disjoint executions, each exactly once', async () => {
    const { pool, job } = await setUp()
    for (let n = 0; n < 300; n++) await triggerJob(pool, job)
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) => claimExecutions(pool.sql, `w${n}`, 25)),
    )
    const ids = claims.flatMap(claim => claim.items.map(item => item.id))
    expect(ids).toHaveLength(300)
    expect(new Set(ids).size).toBe(300)
  })

  test('what was claimed when its job cannot be read is given back at once', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const broken = new Proxy(pool.sql, {
      apply: (sql, self, [strings, ...values]: [readonly string[], ...unknown[]]) =>
        strings[0]?.includes('select id, version, method')
          ? Promise.reject(new Error('connection lost'))
          : Reflect.apply(sql, self, [strings, ...values]),
    })
    const source = executionSource({ ...pool, sql: broken }, 'w', silent, () => {})
    const { items } = await source.claim(1)
    const item = items[0] as ClaimedExecution
    expect(source.foregone(item)).toEqual(source.released)
    await source.settle([{ item, outcome: source.released, startedAt: 0, endedAt: 0 }])
    const rows = await pool.sql`select worker, spent_count, lost_count from execution_queue`
    expect(rows).toEqual([{ worker: null, spent_count: 0, lost_count: 0 }])
  })

  test('a job changed since it was last read is sent as it stands at the claim', async () => {
    const { pool, job } = await setUp({ url: 'https://old.example' })
    const claim = createClaimer(pool.sql, 'w')
    await triggerJob(pool, job)
    expect((await claim(1)).items[0]?.job).toMatchObject({ version: 1, url: 'https://old.example' })
    await pool.sql`update jobs set url = 'https://new.example', version = 2 where id = ${job}`
    await triggerJob(pool, job)
    expect((await claim(1)).items[0]?.job).toMatchObject({ version: 2, url: 'https://new.example' })
  })

  test('an execution that is not due yet is named as a span, not taken', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now()) + interval '840 milliseconds'`
    const { items, nextInMs } = await claimExecutions(pool.sql, 'w', 10)
    expect(items).toEqual([])
    expect(nextInMs).toBeGreaterThan(0)
    expect(nextInMs).toBeLessThanOrEqual(840)
  })

  test('with nothing waiting there is no next, so that an idle worker sleeps', async () => {
    const { pool } = await setUp()
    expect(await claimExecutions(pool.sql, 'w', 10)).toMatchObject({ items: [], nextInMs: null })
    expect(await claimAlerts(pool.sql, 'w', 10)).toMatchObject({ items: [], nextInMs: null })
  })

  test('a class that waits in vain never holds free slots back, and a busy one leaves others a share', async () => {
    const { pool, job } = await setUp()
    for (let n = 0; n < 60; n++) await triggerJob(pool, job)
    await pool.sql`update execution_queue set class = 4 where id in (select id from execution_queue limit 10)`
    const { items } = await claimExecutions(pool.sql, 'w', 50)
    expect(items).toHaveLength(50)
    const [left] =
      await pool.sql`select count(*)::int from execution_queue where class = 4 and worker is null`
    expect(left?.count).toBeLessThanOrEqual(5)
  })

  test('a flood of one class leaves every other its share, after one claim at the latest', async () => {
    const { pool, job } = await setUp()
    for (let n = 0; n < 60; n++) await triggerJob(pool, job)
    const claim = createClaimer(pool.sql, 'w')
    await claim(10)
    await pool.sql`update execution_queue set class = 4 where id in (
      select id from execution_queue where worker is null limit 1)`
    await claim(10)
    const { items } = await claim(10)
    expect(items).toHaveLength(10)
    expect(await pool.sql`select from execution_queue where class = 4 and worker is null`).toEqual(
      [],
    )
  })

  test('an attempt whose lease ran out is recorded as lost and the execution claimed anew', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const lost = await claimOne(pool)
    await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now()) - interval '1 second'`
    const again = await claimOne(pool)
    expect(again).toMatchObject({ id: lost.id, attempt: 2, lostCount: 1, spentCount: 0 })
    const rows = await pool.sql`select number, error_code, job_version from attempts`
    expect(rows).toEqual([{ number: 1, error_code: 'worker_lost', job_version: 1 }])
    expect((await settleExecutions(pool, [done(lost, failed)])).stale).toEqual(new Set([lost.id]))
    expect((await settleExecutions(pool, [done(again, success)])).stale.size).toBe(0)
    const [past] = await pool.sql`select status, attempt, max_attempts from execution_history`
    expect(past).toEqual({ status: 'success', attempt: 2, max_attempts: 2 })
  })
})

describe('settling', () => {
  test('of two attempts in one batch the newer one counts, in whatever order they come', async () => {
    const { pool, job } = await setUp({ retryAttempts: 3 })
    await triggerJob(pool, job)
    const first = await claimOne(pool)
    await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now())`
    const second = await claimOne(pool)
    const { stale } = await settleExecutions(pool, [
      done(second, retry(60_000)),
      done(first, failed),
    ])
    expect(stale).toEqual(new Set([first.id]))
    const rows = await pool.sql`select attempt, spent_count, worker from execution_queue`
    expect(rows).toEqual([{ attempt: 2, spent_count: 1, worker: null }])
  })

  test('a result brought again after an answer that was lost is not stale, and changes nothing', async () => {
    const { pool, job } = await setUp({ retryAttempts: 2 })
    await triggerJob(pool, job)
    const first = await claimOne(pool)
    await settleExecutions(pool, [done(first, retry(0))])
    expect((await settleExecutions(pool, [done(first, retry(0))])).stale.size).toBe(0)
    const second = await claimOne(pool)
    await settleExecutions(pool, [done(second, failed)])
    expect((await settleExecutions(pool, [done(second, failed)])).stale.size).toBe(0)
    expect(await pool.sql`select attempt, status from execution_history`).toEqual([
      { attempt: 2, status: 'failed' },
    ])
    expect(await pool.sql`select number from attempts`).toEqual([{ number: 1 }])
    // Another end than the one that is kept was not kept.
    expect((await settleExecutions(pool, [done(second, success)])).stale.size).toBe(1)
  })

  test('a job whose target is gone is switched off also when the first answer was lost', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const execution = await claimOne(pool)
    await settleExecutions(pool, [done(execution, failed)])
    await settleExecutions(pool, [done(execution, { ...failed, gone: true })])
    expect(await pool.sql`select enabled from jobs`).toEqual([{ enabled: false }])
  })

  test('an occurrence that history has already is named, and ends', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    await pool.sql`update execution_queue set trigger = 'schedule'`
    await pool.sql`
      insert into execution_history (organization_id, job_id, trigger, status, scheduled_for,
        finished_at, attempt, max_attempts)
      select organization_id, job_id, trigger, 'success', scheduled_for, now(), 1, 1
      from execution_queue`
    const execution = await claimOne(pool)
    const { stale, dropped } = await settleExecutions(pool, [done(execution, success)])
    expect([stale.size, dropped]).toEqual([0, [execution.id]])
    expect(await pool.sql`select from execution_queue`).toHaveLength(0)
  })

  test('an execution that is over leaves the queue in the statement that writes history', async () => {
    const { pool, job } = await setUp()
    const { id } = await runOnce(pool, job, success)
    expect(await pool.sql`select from execution_queue`).toHaveLength(0)
    const [row] = await pool.sql`select id, status, status_code, attempt, job_version, worker,
      extract(epoch from finished_at - attempt_started_at) * 1000 as took from execution_history`
    expect(row).toEqual({
      id,
      status: 'success',
      status_code: 200,
      attempt: 1,
      job_version: 1,
      worker: 'w1',
      took: '20.000000',
    })
  })

  test('an attempt started when it was sent, however late the claim was asked for or answered', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    await triggerJob(pool, job)
    const { items } = await claimExecutions(pool.sql, 'w1', 2)
    const [answeredLate, askedLate] = items as [ClaimedExecution, ClaimedExecution]
    const lateMs = 60_000
    // Both were asked for a minute ago, sent just now; the first waited for its answer in between,
    // the second before the database heard of it.
    await pool.sql`update execution_queue set claimed_at = claimed_at - interval '1 minute'
      where id = ${answeredLate.id}`
    for (const execution of [answeredLate, askedLate]) {
      const claimAskedAt = execution.claimAskedAt - lateMs
      const sentAt = performance.now()
      const times = { startedAt: sentAt, endedAt: sentAt }
      const outcome = execution === askedLate ? success : retry(0)
      await settleExecutions(pool, [
        { execution: { ...execution, claimAskedAt }, outcome, ...times },
      ])
    }
    const [past] = await pool.sql`
      select abs(extract(epoch from now() - attempt_started_at))::float8 as off from execution_history`
    const [tried] = await pool.sql`
      select abs(extract(epoch from now() - started_at))::float8 as off from attempts`
    expect(past?.off).toBeLessThan(5)
    expect(tried?.off).toBeLessThan(5)
  })

  test('a retry goes back with its attempt recorded, and spends one', async () => {
    const { pool, job } = await setUp({ retryAttempts: 2 })
    await triggerJob(pool, job)
    const first = await claimOne(pool)
    await settleExecutions(pool, [done(first, retry(10_000))])
    const [row] =
      await pool.sql`select worker, spent_count, attempt, started_at is not null as started,
      extract(epoch from ready_at - now())::float8 as due_in from execution_queue`
    expect(row).toMatchObject({ worker: null, spent_count: 1, attempt: 1, started: true })
    expect(row?.due_in).toBeGreaterThan(9)
    const tried = await pool.sql`select number, status_code, response_body from attempts`
    expect(tried).toEqual([{ number: 1, status_code: 500, response_body: Buffer.from('no\0!') }])
    await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now())`
    const second = await claimOne(pool)
    await settleExecutions(pool, [done(second, success)])
    const [past] =
      await pool.sql`select attempt, max_attempts, started_at < attempt_started_at as earlier
      from execution_history`
    expect(past).toEqual({ attempt: 2, max_attempts: 3, earlier: true })
  })

  test('a retry that is settled again, its answer lost on the way, is as before', async () => {
    const { pool, job } = await setUp({ retryAttempts: 2 })
    await triggerJob(pool, job)
    const held = await claimOne(pool)
    await settleExecutions(pool, [done(held, retry(10_000))])
    await settleExecutions(pool, [done(held, retry(10_000))])
    await settleExecutions(pool, [done(held, failed)])
    const rows = await pool.sql`select attempt, spent_count, worker from execution_queue`
    expect(rows).toEqual([{ attempt: 1, spent_count: 1, worker: null }])
    expect(await pool.sql`select from attempts`).toHaveLength(1)
  })

  test('what a leaving worker gives back is due at once and costs nothing', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const held = await claimOne(pool)
    await settleExecutions(pool, [done(held, { kind: 'released', started: true })])
    const again = await claimOne(pool)
    expect(again).toMatchObject({ id: held.id, attempt: 2, spentCount: 0, lostCount: 0 })
    const rows = await pool.sql`select number, error_code from attempts`
    expect(rows).toEqual([{ number: 1, error_code: 'worker_stopped' }])
  })

  test('a scheduled retry of a job switched off meanwhile is the end of it', async () => {
    const { pool, job } = await setUp({ retryAttempts: 3 })
    await triggerJob(pool, job)
    await pool.sql`update execution_queue set trigger = 'schedule'`
    const held = await claimOne(pool)
    await pool.sql`update jobs set enabled = false, next_run_at = null`
    await settleExecutions(pool, [done(held, retry(10))])
    const rows = await pool.sql`select status, error_code from executions`
    expect(rows).toEqual([{ status: 'failed', error_code: 'http_status' }])
  })

  test('a batch over the same jobs in any order ends without a deadlock', async () => {
    const { pool, organizationId } = await setUp()
    const jobs = await Promise.all(Array.from({ length: 12 }, () => makeJob(pool, organizationId)))
    for (let round = 0; round < 5; round++) {
      for (const job of [...jobs, ...jobs]) await triggerJob(pool, job)
      const { items } = await claimExecutions(pool.sql, 'w', 100)
      const halves = [items.slice(0, 12), items.slice(12).reverse()]
      const outcome = round % 2 === 0 ? failed : success
      await Promise.all(
        halves.map(half =>
          settleExecutions(
            pool,
            half.map(item => done(item, outcome)),
          ),
        ),
      )
    }
    expect(await pool.sql`select from execution_queue`).toHaveLength(0)
    const states =
      await pool.sql`select distinct last_status from jobs where last_status is not null`
    expect(states).toEqual([{ last_status: 'failed' }])
  })

  test('410 to a request that was corrected meanwhile leaves the job on', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const held = await claimOne(pool)
    await pool.sql`update jobs set version = 2`
    await settleExecutions(pool, [done(held, { ...failed, gone: true } as Outcome)])
    const [row] = await pool.sql`select enabled from jobs`
    expect(row?.enabled).toBe(true)
  })

  test('410 switches the job off and says so', async () => {
    const { pool, job } = await setUp()
    await runOnce(pool, job, { ...failed, gone: true } as Outcome)
    const [row] = await pool.sql`select enabled, pause_note, next_run_at from jobs`
    expect(row).toEqual({
      enabled: false,
      pause_note: 'Switched off: the target answered 410 Gone.',
      next_run_at: null,
    })
  })
})

describe('the state of a job and its alerts', () => {
  test('one alert when it turns to failing, one when it recovers, none in between', async () => {
    const { pool, organizationId, job } = await setUp()
    await makeChannel(pool, organizationId)
    for (const outcome of [success, failed, failed, success, success, failed]) {
      await runOnce(pool, job, outcome)
    }
    expect(await alertTypes(pool)).toEqual([
      'execution.failed',
      'job.recovered',
      'execution.failed',
    ])
    const [first] = await pool.sql`select event from alerts order by id limit 1`
    expect(first?.event).toMatchObject({
      job: { id: job, name: 'job' },
      execution: { status: 'failed', statusCode: 500, responseExcerpt: 'no!', attempt: 1 },
    })
  })

  test('a job that never ran counts as working, so its first failure is told', async () => {
    const { pool, organizationId, job } = await setUp()
    await makeChannel(pool, organizationId)
    await runOnce(pool, job, failed)
    expect(await alertTypes(pool)).toEqual(['execution.failed'])
  })

  test('alertOn every tells each failure', async () => {
    const { pool, organizationId, job } = await setUp({ alertOn: 'every' })
    await makeChannel(pool, organizationId)
    for (const outcome of [failed, failed, success]) await runOnce(pool, job, outcome)
    expect(await alertTypes(pool)).toEqual([
      'execution.failed',
      'execution.failed',
      'job.recovered',
    ])
  })

  test('an older occurrence that settles later changes nothing', async () => {
    const { pool, organizationId, job } = await setUp()
    await makeChannel(pool, organizationId)
    await triggerJob(pool, job)
    const older = await claimOne(pool)
    await runOnce(pool, job, success)
    await settleExecutions(pool, [done(older, failed)])
    expect(await alertTypes(pool)).toEqual([])
    const [row] = await pool.sql`select last_status from jobs`
    expect(row?.last_status).toBe('success')
  })

  test('of one batch only the newest occurrence of a job counts', async () => {
    const { pool, organizationId, job } = await setUp()
    await makeChannel(pool, organizationId)
    for (let n = 0; n < 3; n++) {
      await triggerJob(pool, job)
      await pool.sql`update execution_queue set scheduled_for = scheduled_for - interval '1 second'`
    }
    const { items } = await claimExecutions(pool.sql, 'w', 3)
    const [newest, ...rest] = items.toSorted((a, b) => +b.scheduledFor - +a.scheduledFor)
    await settleExecutions(pool, [
      ...rest.map(item => done(item, failed)),
      done(newest as ClaimedExecution, success),
    ])
    expect(await alertTypes(pool)).toEqual([])
  })
})

describe('cancelling and replaying', () => {
  test('a pending execution of a deleted job becomes cancelled, a running one finishes', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const running = await claimOne(pool)
    await triggerJob(pool, job)
    await cancelPending(pool, [job], 'job_deleted')
    await pool.sql`delete from jobs where id = ${job}`
    expect((await settleExecutions(pool, [done(running, success)])).stale.size).toBe(0)
    const rows = await pool.sql`select status, error_code from execution_history order by status`
    expect(rows).toEqual([
      { status: 'cancelled', error_code: 'job_deleted' },
      { status: 'success', error_code: null },
    ])
  })

  test('a running execution can be cancelled; what its worker says later is dropped', async () => {
    const { pool, organizationId, job } = await setUp()
    const id = (await triggerJob(pool, job)) ?? ''
    const running = await claimOne(pool)
    expect(await cancelExecution(pool, organizationId, id)).toBe('cancelled')
    expect((await settleExecutions(pool, [done(running, success)])).stale.size).toBe(1)
    expect(await cancelExecution(pool, organizationId, id)).toBe('final')
    const stranger = await makeOrganization(pool)
    expect(await cancelExecution(pool, stranger, id)).toBe('not_found')
  })

  test('what a replay of many made still says so when it is over', async () => {
    const { pool, job } = await setUp()
    await triggerJob(pool, job)
    const replayId = crypto.randomUUID()
    await pool.sql`update execution_queue set replay_id = ${replayId}`
    await settleExecutions(pool, [done(await claimOne(pool), success)])
    const [row] = await pool.sql`select replay_id from execution_history`
    expect(row).toEqual({ replay_id: replayId })
  })

  test('a replay is a new execution that names the one it repeats', async () => {
    const { pool, organizationId, job } = await setUp()
    const { id } = await runOnce(pool, job, failed)
    const replayed = await replayExecution(pool, organizationId, id)
    expect(replayed).toMatchObject({ outcome: 'replayed' })
    const [row] = await pool.sql`select trigger, replay_of from execution_queue`
    expect(row).toEqual({ trigger: 'replay', replay_of: id })
    expect((await claimOne(pool)).job).toMatchObject({ method: 'POST', executionId: null })
    expect(await replayExecution(pool, await makeOrganization(pool), id)).toEqual({
      outcome: 'not_found',
    })
    await pool.sql`delete from jobs`
    expect(await replayExecution(pool, organizationId, id)).toEqual({ outcome: 'job_deleted' })
  })
})
