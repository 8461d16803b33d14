import { startSchedules, triggerJob, wake } from '@prikke/queue'
import { connect, type Pool } from '@prikke/schema'
import { createDatabase, makeJob, makeOrganization } from '@prikke/schema/test'
import { type App, endAll, startApp, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { startTarget, type Target } from './target.ts'

async function setUp(): Promise<{
  pool: Pool
  url: string
  target: Target
  organizationId: string
}> {
  const { url, drop } = await createDatabase()
  const pool = connect(url, { applicationName: 'test', max: 4 })
  const target = await startTarget()
  onTestFinished(async () => {
    await target.close()
    await pool.close()
    await drop()
  })
  return { pool, url, target, organizationId: await makeOrganization(pool) }
}

const endAfterwards = (...apps: App[]) => onTestFinished(() => endAll(apps))
const count = async (pool: Pool, from: string) =>
  (await pool.sql.unsafe(`select count(*)::int as n from ${from}`))[0]?.n as number

test('kill -9 of an executor that holds 100 deliveries: each ends, reached its target, and the lost attempt is told', async () => {
  const { pool, url, target, organizationId } = await setUp()
  const held: (() => void)[] = []
  let holding = true
  target.answer('/slow', (_, response) => {
    if (holding) held.push(() => response.end('late'))
    else response.end('ok')
  })
  const job = await makeJob(pool, organizationId, { url: `${target.url}/slow`, timeoutMs: 60_000 })
  const victim = await startApp('executor', url)
  endAfterwards(victim)
  for (let n = 0; n < 100; n++) await triggerJob(pool, job)
  await wake(pool.sql, 'executions')
  await until(() => target.arrivals.length === 100, '100 deliveries in flight')
  await victim.end('SIGKILL')
  holding = false
  for (const release of held) release()

  const survivor = await startApp('executor', url)
  endAfterwards(survivor)
  expect(await count(pool, 'execution_queue where worker is not null')).toBe(100)
  // The leases would run out by themselves in timeout + 30 s; the test does not wait for that.
  await pool.sql`update execution_queue set ready_at = date_trunc('milliseconds', now())`
  await until(async () => (await count(pool, 'execution_history')) === 100, 'all to end', 60_000)

  expect(await count(pool, 'execution_queue')).toBe(0)
  expect(await count(pool, `execution_history where status = 'success' and attempt = 2`)).toBe(100)
  expect(await count(pool, `attempts where error_code = 'worker_lost' and number = 1`)).toBe(100)
  const reached = new Map<string, number>()
  for (const { id } of target.arrivals) reached.set(id, (reached.get(id) ?? 0) + 1)
  expect(reached.size).toBe(100)
})

test('two schedulers, one killed across the instant: no occurrence lost, none twice', async () => {
  const { pool, url, target, organizationId } = await setUp()
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 6_000)
  const jobs = await Promise.all(
    Array.from({ length: 300 }, () =>
      makeJob(pool, organizationId, {
        url: `${target.url}/once`,
        scheduleType: 'once',
        scheduledAt: at,
      }),
    ),
  )
  await startSchedules(pool, jobs)
  const [first, second] = await Promise.all([
    startApp('scheduler', url),
    startApp('scheduler', url),
  ])
  const executor = await startApp('executor', url)
  endAfterwards(first, second, executor)
  await until(() => Date.now() >= at.getTime() - 2_000, 'the moment of writing ahead')
  await first.end('SIGKILL')
  await until(() => target.arrivals.length >= 300, '300 arrivals', 20_000)
  await until(async () => (await count(pool, 'execution_history')) === 300, 'all to be settled')
  expect(new Set(target.arrivals.map(arrival => arrival.jobId)).size).toBe(300)
  expect(target.arrivals).toHaveLength(300)
})

test('a scheduler killed across minutes: whoever comes next writes every minute once', async () => {
  const { pool, url, organizationId, target } = await setUp()
  const from = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3 * 60_000)
  const job = await makeJob(pool, organizationId, { url: `${target.url}/minutes`, catchUp: 'all' })
  const before = new Date(from.getTime() - 1)
  const killed = await startApp('scheduler', url)
  killed.process.kill('SIGSTOP')
  await pool.sql`update jobs set written_through = ${before}, next_run_at = ${from} where id = ${job}`
  await killed.end('SIGKILL')
  const next = await startApp('scheduler', url)
  const executor = await startApp('executor', url)
  endAfterwards(next, executor)
  await until(() => target.arrivals.length >= 4, 'the minutes to arrive')
  const rows = await pool.sql<{ at: Date }[]>`
    select scheduled_for as at from executions where job_id = ${job} order by 1`
  const instants = rows.map(row => row.at.getTime())
  expect(instants).toEqual(instants.map((_, index) => from.getTime() + index * 60_000))
  expect(instants.length).toBeGreaterThanOrEqual(4)
})

test('a SIGTERM claims nothing more, lets deliveries finish and leaves with code 0', async () => {
  const { pool, url, target, organizationId } = await setUp()
  const held: (() => void)[] = []
  target.answer('/soon', (_, response) => held.push(() => response.end('ok')))
  const job = await makeJob(pool, organizationId, { url: `${target.url}/soon`, timeoutMs: 60_000 })
  const executor = await startApp('executor', url)
  endAfterwards(executor)
  for (let n = 0; n < 20; n++) await triggerJob(pool, job)
  await wake(pool.sql, 'executions')
  await until(() => target.arrivals.length === 20, '20 deliveries in flight')
  const leaving = executor.end('SIGTERM')
  await until(async () => {
    const ready = await fetch(`${executor.healthUrl}/ready`).catch(() => null)
    return ready?.status === 503
  }, 'the executor to say that it drains')
  for (const release of held) release()
  expect(await leaving).toBe(0)
  expect(await count(pool, `execution_history where status = 'success' and attempt = 1`)).toBe(20)
  expect(target.arrivals).toHaveLength(20)
})

test('every session of every process ended at once: all come back and nothing is lost', async () => {
  const { pool, url, target, organizationId } = await setUp()
  const job = await makeJob(pool, organizationId, { url: `${target.url}/back` })
  const scheduler = await startApp('scheduler', url)
  const executor = await startApp('executor', url)
  endAfterwards(scheduler, executor)
  for (let round = 1; round <= 3; round++) {
    await pool.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'prikke-%' and datname = current_database()`
    const ids = await Promise.all(Array.from({ length: 20 }, () => triggerJob(pool, job)))
    await wake(pool.sql, 'executions')
    await until(async () => (await count(pool, 'execution_history')) === round * 20, 'all to end')
    for (const id of ids) expect(target.arrivals.some(arrival => arrival.id === id)).toBe(true)
  }
})
