import { startSchedules, triggerJob, wake } from '@prikke/queue'
import { connect } from '@prikke/schema'
import { createDatabase, makeJob, makeOrganization } from '@prikke/schema/test'
import { startApp, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { startTarget } from './target.ts'

async function setUp() {
  const { url, drop } = await createDatabase()
  const pool = connect(url, { applicationName: 'test', max: 4 })
  const [slow, fast] = await Promise.all([startTarget(), startTarget()])
  slow.answer('/hang', () => {})
  onTestFinished(async () => {
    await Promise.all([slow.close(), fast.close()])
    await pool.close()
    await drop()
  })
  return { pool, url, slow, fast }
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN

test('an organization with 50,000 due on a target that hangs does not delay another', async () => {
  const { pool, url, slow, fast } = await setUp()
  const [many, few] = [await makeOrganization(pool), await makeOrganization(pool)]
  const hanging = await makeJob(pool, many, { url: `${slow.url}/hang`, timeoutMs: 30_000 })
  // In the class of the other organization, and older: the worst place that they can have.
  await pool.sql`
    insert into execution_queue (organization_id, job_id, trigger, scheduled_for, class, ready_at,
      timeout_ms, max_attempts)
    select ${many}, ${hanging}, 'manual', now() - n * interval '1 millisecond', 2,
      now() - interval '1 minute', 30000, 1
    from generate_series(1, 50000) n`
  const executor = await startApp('executor', url)
  onTestFinished(async () => void (await executor.end('SIGKILL')))
  await until(() => slow.arrivals.length >= 100, 'every slot to be held')

  const job = await makeJob(pool, few, { url: `${fast.url}/quick` })
  const waits: number[] = []
  for (let n = 1; n <= 20; n++) {
    const askedAt = performance.timeOrigin + performance.now()
    await triggerJob(pool, job)
    await wake(pool.sql, 'executions')
    await until(() => fast.arrivals.length === n, 'the other organization to be served')
    waits.push((fast.arrivals[n - 1]?.at ?? Number.NaN) - askedAt)
  }
  expect(percentile(waits, 0.99)).toBeLessThan(2_000)
})

test('a host that hangs does not hold back the other hosts of its organization', async () => {
  const { pool, url, slow, fast } = await setUp()
  const organizationId = await makeOrganization(pool)
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2_000)
  const once = (target: string) =>
    makeJob(pool, organizationId, {
      url: target,
      scheduleType: 'once',
      scheduledAt: at,
      timeoutMs: 30_000,
    })
  const hang = await Promise.all(Array.from({ length: 400 }, () => once(`${slow.url}/hang`)))
  const quick = await Promise.all(Array.from({ length: 400 }, () => once(`${fast.url}/quick`)))
  await startSchedules(pool, [...hang, ...quick])
  const apps = await Promise.all([startApp('scheduler', url), startApp('executor', url)])
  onTestFinished(async () => void (await Promise.all(apps.map(app => app.end('SIGKILL')))))
  await until(() => fast.arrivals.length === 400, 'the quick host to have had all of its own')
  expect(slow.arrivals.length).toBeLessThanOrEqual(113)
  const lastAt = Math.max(...fast.arrivals.map(arrival => arrival.at))
  expect(lastAt - at.getTime()).toBeLessThan(10_000)
})
