import { triggerJob, wake } from '@prikke/queue'
import { connect, migrate } from '@prikke/schema'
import { createNamed, startCluster } from '@prikke/schema/cluster'
import { makeJob, makeOrganization } from '@prikke/schema/test'
import { endAll, startApp, startStack, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { startTarget } from './target.ts'

async function setUp(options: { durable: boolean }) {
  const cluster = await startCluster(options)
  onTestFinished(() => cluster.remove())
  const url = await createNamed(cluster, 'prikke')
  await migrate(url)
  const target = await startTarget()
  onTestFinished(() => target.close())
  return { cluster, url, target }
}

test('PostgreSQL stopped for 10 s: every process recovers by itself, what was in flight is settled once', async () => {
  const { cluster, url, target } = await setUp({ durable: false })
  const held: (() => void)[] = []
  target.answer('/held', (_, response) => held.push(() => response.end('ok')))
  const stack = await startStack(url)
  onTestFinished(() => stack.end())
  const apps = Object.values(stack.apps)
  const before = connect(url, { applicationName: 'test', max: 1 })
  const organizationId = await makeOrganization(before)
  const job = await makeJob(before, organizationId, { url: `${target.url}/held` })
  for (let n = 0; n < 10; n++) await triggerJob(before, job)
  await wake(before.sql, 'executions')
  await until(() => target.arrivals.length === 10, '10 deliveries in flight')
  await before.close()

  await cluster.stop()
  for (const release of held) release()
  const ready = (healthUrl: string) =>
    fetch(`${healthUrl}/ready`).then(
      answer => answer.ok,
      () => false,
    )
  const stoppedAt = performance.now()
  await until(() => performance.now() - stoppedAt > 10_000, 'ten seconds without a database')
  expect(apps.filter(app => app.process.exitCode !== null)).toEqual([])
  await cluster.start()

  for (const app of apps) await until(() => ready(app.healthUrl), `${app.name} to be ready again`)
  const after = connect(url, { applicationName: 'test', max: 1 })
  onTestFinished(() => after.close())
  const settled = () => after.sql`select status, attempt from execution_history`
  await until(async () => (await settled()).length === 10, 'all to be settled')
  expect(new Set((await settled()).map(row => `${row.status} ${row.attempt}`))).toEqual(
    new Set(['success 1']),
  )
  expect(target.arrivals).toHaveLength(10)
  const id = await triggerJob(after, job)
  await until(() => target.arrivals.some(arrival => arrival.id === id), 'a new execution')
  for (const release of held) release()
}, 90_000)

test('kill -9 of everything: what was acknowledged is there, and ends, when all is started again', async () => {
  const { cluster, url, target } = await setUp({ durable: true })
  target.answer('/work', (_, response) => response.end('ok'))
  const first = [await startApp('scheduler', url), await startApp('executor', url)]
  onTestFinished(() => endAll(first))
  const pool = connect(url, { applicationName: 'test', max: 4 })
  const job = await makeJob(pool, await makeOrganization(pool), { url: `${target.url}/work` })
  const acknowledged: string[] = []
  const enqueue = async () => {
    while (acknowledged.length < 400) acknowledged.push((await triggerJob(pool, job)) ?? '')
  }
  const enqueueing = Promise.all([enqueue(), enqueue(), enqueue()]).catch(() => {})
  await until(() => acknowledged.length >= 200, 'half of them to be acknowledged')
  await Promise.all([...first.map(app => app.end('SIGKILL')), cluster.kill()])
  await enqueueing
  await pool.close()

  await until(
    () =>
      cluster.start().then(
        () => true,
        () => false,
      ),
    'PostgreSQL to recover',
  )
  const again = [await startApp('scheduler', url), await startApp('executor', url)]
  onTestFinished(() => endAll(again))
  const after = connect(url, { applicationName: 'test', max: 1 })
  onTestFinished(() => after.close())
  await after.sql`update execution_queue set ready_at = date_trunc('milliseconds', now())`
  await until(
    async () => (await after.sql`select from execution_queue`).length === 0,
    'everything to end',
  )
  const [ends] = await after.sql`
    select count(*)::int as there from execution_history
    where id = any(${acknowledged}::uuid[]) and status = 'success'`
  expect(ends?.there).toBe(acknowledged.length)
  const reached = new Set(target.arrivals.map(arrival => arrival.id))
  expect(acknowledged.filter(id => !reached.has(id))).toEqual([])
}, 90_000)
