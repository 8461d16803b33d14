import { setTimeout as sleep } from 'node:timers/promises'
import { migrate, type Pool } from '@prikke/schema'
import { endAll, startApp, until } from '@prikke/service/test'
import { monotonicMs } from '../clock.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import { type Sink, startSink } from '../sink.ts'
import { slowHosts } from '../slow-hosts.ts'
import type { Case } from '../stage.ts'
import { quantile } from '../statistics.ts'
import { concurrency } from '../systems/system.ts'
import { triggerJobs } from '../trigger-jobs.ts'

const answerMs = 200
const timeoutMs = 3_000
const everyMs = 100
const perTurn = 20
const backlog = 2 * concurrency

/** One target never answers: do the others notice? */
export const hungHostCase: Case = {
  name: 'hung-host',
  title: 'A host that hangs',
  about: ({ hungSeconds }) =>
    `${(perTurn * 1000) / everyMs} executions a second for ${hungSeconds} s to ${slowHosts.length} hosts that answer after ${answerMs} ms, by one executor of ${concurrency} slots. Then one more host that never answers (timeout ${timeoutMs / 1000} s) gets its share as well; then ${backlog} executions for it are due at once before the others begin. From enqueue to arrival at the other hosts, in ms.`,
  run: async ({ server, sizes }) => {
    const sink = await startSink(slowHosts)
    const database = await server.createDatabase('hung_host')
    const { pool, url } = database
    await migrate(url)
    const at = (path: string) => `http://127.0.1.%:${sink.port}/${path}`
    const many = { jobCount: slowHosts.length, organizationCount: 20, url: at(String(answerMs)) }
    const jobIds = await makeJobs(pool, many)
    const hung = { jobCount: 1, organizationCount: 1, url: at('never'), timeoutMs }
    const [hungId = ''] = await makeJobs(pool, hung)
    const apps = [await startApp('scheduler', url), await startApp('executor', url)]
    const run = async (name: string, hungIds: string[], backlog: number) => {
      const load = { jobIds, hungIds, seconds: sizes.hungSeconds, backlog }
      const waits = await startDelays(pool, sink, load)
      await until(() => isEmpty(pool), 'the queue to be empty', 60_000)
      return [name, ...[0.5, 0.95, 0.99, 1].map(share => fixed(quantile(waits, share)))]
    }
    try {
      await run('warm-up', [], 0)
      const rows = [
        await run('none hangs', [], 0),
        await run('one hangs', [hungId], 0),
        await run(`one hangs, ${backlog} due at once`, [hungId], backlog),
      ]
      return { columns: ['', 'p50', 'p95', 'p99', 'longest'], rows }
    } finally {
      await endAll(apps)
      await sink.end()
      await database.drop()
    }
  },
}

type Load = { jobIds: string[]; hungIds: string[]; seconds: number; backlog: number }

async function startDelays(pool: Pool, sink: Sink, load: Load): Promise<number[]> {
  const { jobIds, hungIds, seconds, backlog } = load
  await sink.begin()
  if (backlog > 0) await triggerJobs(pool, hungIds, backlog)
  const enqueuedAt = new Map<string, number>()
  const begin = monotonicMs()
  for (let turn = 0; turn < (seconds * 1000) / everyMs; turn++) {
    await sleep(Math.max(0, begin + turn * everyMs - monotonicMs()))
    const turned = jobIds.map((_, n) => jobIds[(n + turn * perTurn) % jobIds.length] ?? '')
    const { ids, at } = await triggerJobs(pool, turned, perTurn)
    for (const id of ids) enqueuedAt.set(id, at)
    if (hungIds.length > 0) await triggerJobs(pool, hungIds, 1)
  }
  const others = async () => {
    const { ids, at } = await sink.report()
    return ids.flatMap((id, n) => {
      const since = enqueuedAt.get(id)
      return since === undefined ? [] : [(at[n] ?? 0) - since]
    })
  }
  await until(async () => (await others()).length >= enqueuedAt.size, 'the others', 60_000)
  return await others()
}

async function isEmpty({ sql }: Pool): Promise<boolean> {
  const [left] = await sql`select from execution_queue limit 1`
  return left === undefined
}
