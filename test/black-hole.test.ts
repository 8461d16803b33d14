import { startTcpProxy } from '@prikke/schema/tcp-proxy'
import { createDatabase } from '@prikke/schema/test'
import { startStack, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { signUp } from './client.ts'
import { startTarget } from './target.ts'

/** A statement may take 10 s, its silence is noticed 2 s later, connecting anew takes at most 5 s. */
const boundMs = 17_000

const job = (url: string) => ({
  name: 'hole',
  scheduleType: 'cron',
  cronExpression: '0 0 1 1 *',
  url,
})

test('a network that swallows everything: requests end, processes say so and stay, and all go on by themselves', async () => {
  const { url, drop } = await createDatabase()
  const proxy = await startTcpProxy(url)
  const target = await startTarget()
  const stack = await startStack(proxy.url)
  onTestFinished(async () => {
    proxy.mode({ kind: 'pass' })
    await stack.end()
    await target.close()
    await proxy.close()
    await drop()
  })
  const apps = Object.values(stack.apps)
  const client = await signUp(stack.url)
  const ready = async (healthUrl: string) =>
    (await (await fetch(`${healthUrl}/ready`)).json()) as { ready: boolean; reason?: string }

  proxy.mode({ kind: 'blackhole', direction: 'both' })
  const startedAt = performance.now()
  const refused = await client.call<{ code: string }>('POST', '/api/jobs', job(target.url))
  expect(performance.now() - startedAt).toBeLessThan(boundMs)
  expect(refused).toMatchObject({ status: 503, body: { code: 'database_unavailable' } })
  for (const { name, healthUrl } of apps) {
    await until(async () => !(await ready(healthUrl)).ready, `${name} to say that it is not ready`)
  }
  await until(
    async () => (await ready(stack.apps.scheduler.healthUrl)).reason?.endsWith(': tick'),
    'the scheduler to name its tick',
  )

  proxy.mode({ kind: 'pass' })
  const healedAt = performance.now()
  for (const { name, healthUrl } of apps) {
    await until(async () => (await ready(healthUrl)).ready, `${name} to be ready again`)
  }
  expect(performance.now() - healedAt).toBeLessThan(boundMs)
  expect(apps.filter(app => app.process.exitCode !== null)).toEqual([])
  const { id } = await client.must<{ id: string }>('POST', '/api/jobs', job(target.url))
  await client.must('POST', `/api/jobs/${id}/trigger`)
  await until(() => target.arrivals.length === 1, 'a delivery')
})
