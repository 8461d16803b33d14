import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@prikke/schema'
import { endAll, startApp } from '@prikke/service/test'
import { checkExactlyOnce } from '../check-exactly-once.ts'
import { monotonicMs } from '../clock.ts'
import { cpuUs, treeCpuUs } from '../cpu.ts'
import { makeJobs } from '../make-jobs.ts'
import { fixed } from '../report.ts'
import { startSink } from '../sink.ts'
import { slowHosts } from '../slow-hosts.ts'
import type { Case } from '../stage.ts'
import { concurrency } from '../systems/system.ts'
import { triggerJobs } from '../trigger-jobs.ts'

const answerMs = 200
const processCounts = [1, 2, 4]

/** Targets that take their time: more processes, more deliveries under way. */
export const scaleOutCase: Case = {
  name: 'scale-out',
  title: 'Scale out',
  about: ({ slow }) =>
    `${fixed(slow)} executions for ${slowHosts.length} hosts that answer after ${answerMs} ms, by 1, 2 and 4 executor processes of ${concurrency} slots each; "of possible" is the share of what so many slots can do at ${answerMs} ms each.`,
  run: async ({ server, sizes }) => {
    const sink = await startSink(slowHosts)
    const database = await server.createDatabase('scale_out')
    const { pool, url } = database
    await migrate(url)
    const target = `http://127.0.1.%:${sink.port}/${answerMs}`
    const jobs = { jobCount: slowHosts.length, organizationCount: 20, url: target }
    const jobIds = await makeJobs(pool, jobs)
    const scheduler = await startApp('scheduler', url)
    try {
      const rows: string[][] = []
      for (const processCount of processCounts) {
        const starting = Array.from({ length: processCount }, () => startApp('executor', url))
        const executors = await Promise.all(starting)
        const pids = executors.map(({ process }) => process.pid as number)
        await sink.begin()
        const { ids, at } = await triggerJobs(pool, jobIds, sizes.slow)
        const before = [cpuUs(pids), treeCpuUs(server.pid)] as const
        await sink.arrived(sizes.slow, 120_000)
        const perSecond = (sizes.slow / (monotonicMs() - at)) * 1000
        while ((await pool.sql`select from execution_queue limit 1`).length > 0) await sleep(20)
        const executorUs = (cpuUs(pids) - before[0]) / sizes.slow
        const databaseUs = (treeCpuUs(server.pid) - before[1]) / sizes.slow
        await endAll(executors)
        const arrivals = await sink.report()
        checkExactlyOnce(`${processCount} executors`, ids, arrivals)
        const possible = (processCount * concurrency * 1000) / answerMs
        rows.push([
          String(processCount),
          fixed(perSecond),
          fixed(perSecond / possible, 2),
          fixed(arrivals.mostOpen),
          fixed(executorUs, 1),
          fixed(databaseUs, 1),
        ])
      }
      return { columns, rows }
    } finally {
      await endAll([scheduler])
      await sink.end()
      await database.drop()
    }
  },
}

const columns = [
  'executors',
  'executions/s',
  'of possible',
  'most under way',
  'executor µs',
  'PostgreSQL µs',
]
