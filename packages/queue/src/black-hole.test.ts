import { performance } from 'node:perf_hooks'
import { connect } from '@prikke/schema'
import { startTcpProxy } from '@prikke/schema/tcp-proxy'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createAnnouncer } from './announce.ts'
import { triggerJob } from './executions/manual.ts'
import { noReply } from './executions/outcome.ts'
import { executionSource } from './executions/source.ts'
import type { WorkEvent } from './source.ts'
import { listen, wake } from './wake.ts'
import { work } from './work.ts'

const statementMs = 300
/** The answer is waited for 2 s longer than the server may take, and a failed round is repeated soon. */
const boundMs = statementMs + 2_000 + 1_500
const within = { timeout: 20_000, interval: 20 }
vi.setConfig({ testTimeout: 40_000 })

const directions = ['to-server', 'to-client', 'both'] as const

async function setUp() {
  const { pool: admin, url } = await openDatabase()
  const proxy = await startTcpProxy(url)
  // One connection: each statement is prepared on it before the hole opens, and needs no round trip more.
  const pool = connect(proxy.url, {
    applicationName: 'worker',
    planOnce: true,
    max: 1,
    statementMs,
  })
  onTestFinished(async () => {
    proxy.mode({ kind: 'pass' })
    await pool.close()
    await proxy.close()
  })
  const job = await makeJob(admin, await makeOrganization(admin))
  return { admin, pool, proxy, job }
}

/** A worker through the proxy that has settled one execution, and whose deliveries end when told. */
async function startWorker({ admin, pool, proxy, job }: Awaited<ReturnType<typeof setUp>>) {
  const events: WorkEvent[] = []
  const discarded: string[] = []
  const held: (() => void)[] = []
  const announcer = createAnnouncer(admin.sql)
  const worker = work({
    source: executionSource(pool, 'worker-1', announcer, (reason, ids) => {
      discarded.push(...ids.map(() => reason))
    }),
    concurrency: 8,
    handle: async () => {
      const startedAt = performance.now()
      await new Promise<void>(resolve => held.push(resolve))
      const outcome = { kind: 'final', status: 'success', reply: noReply } as const
      return { outcome, startedAt, endedAt: performance.now() }
    },
    listen: () => ({ close: async () => {} }),
    report: event => events.push(event),
  })
  const release = () => {
    for (const resolve of held.splice(0)) resolve()
  }
  onTestFinished(async () => {
    proxy.mode({ kind: 'pass' })
    release()
    await worker.stop(0)
    await announcer.close()
  })
  const count = (type: WorkEvent['type']) => events.filter(event => event.type === type).length
  await triggerJob(admin, job)
  await expect.poll(() => held.length, within).toBe(1)
  release()
  await expect.poll(() => count('settled'), within).toBe(1)
  return { held, release, discarded, count }
}

for (const direction of directions) {
  test(`${direction}: a claim in flight fails in bounded time, and the loop goes on by itself`, async () => {
    const { admin, pool, proxy, job } = await setUp()
    const { held, count } = await startWorker({ admin, pool, proxy, job })
    await triggerJob(admin, job)
    const startedAt = performance.now()
    proxy.mode({ kind: 'blackhole', direction })
    await expect.poll(() => count('claim_failed'), within).toBeGreaterThan(0)
    // Up to a second goes by until the next claim is made at all.
    expect(performance.now() - startedAt).toBeLessThan(1_000 + boundMs)
    proxy.mode({ kind: 'pass' })
    const healedAt = performance.now()
    // What was claimed unheard comes back at once, long before its lease ends.
    await expect.poll(() => held.length, within).toBe(1)
    expect(performance.now() - healedAt).toBeLessThan(boundMs)
  })

  test(`${direction}: a settle in flight is made good, kept once, and told truthfully`, async () => {
    const { admin, pool, proxy, job } = await setUp()
    const { held, release, discarded, count } = await startWorker({ admin, pool, proxy, job })
    for (let n = 0; n < 5; n++) await triggerJob(admin, job)
    await expect.poll(() => held.length, within).toBe(5)
    proxy.mode({ kind: 'blackhole', direction })
    release()
    const startedAt = performance.now()
    const settledRows = () => admin.sql`select status, attempt, worker from execution_history`
    if (direction === 'to-client') {
      await expect.poll(async () => (await settledRows()).length, within).toBe(6)
      expect(count('settled')).toBe(1)
    }
    await expect.poll(() => count('settle_failed'), within).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(boundMs)
    proxy.mode({ kind: 'pass' })
    await expect.poll(() => count('settled'), within).toBe(2)
    expect(performance.now() - startedAt).toBeLessThan(2 * boundMs)
    expect((await settledRows()).map(row => `${row.status} ${row.attempt} ${row.worker}`)).toEqual(
      Array.from({ length: 6 }, () => 'success 1 worker-1'),
    )
    expect(await admin.sql`select from execution_queue`).toHaveLength(0)
    expect(discarded).toEqual([])
  })
}

test('listeners in a black hole of any direction come back within their heartbeat, and look for themselves', async () => {
  const listening = directions.map(async direction => {
    const { admin, pool, proxy } = await setUp()
    let gapCount = 0
    const heard: string[] = []
    const listener = listen(pool, { jobs: payload => heard.push(payload) }, () => gapCount++)
    onTestFinished(() => listener.close())
    await expect.poll(() => gapCount, within).toBe(1)
    const startedAt = performance.now()
    proxy.mode({ kind: 'blackhole', direction })
    await expect.poll(() => proxy.connectionCount(), within).toBe(0)
    proxy.mode({ kind: 'pass' })
    await expect.poll(() => gapCount, within).toBe(2)
    expect(performance.now() - startedAt).toBeLessThan(10_000 + 5_000 + 3_000)
    await wake(admin.sql, 'jobs', 'back again')
    await expect.poll(() => heard, within).toEqual(['back again'])
  })
  await Promise.all(listening)
})
