import { triggerJob, wake } from '@prikke/queue'
import { migrate } from '@prikke/schema'
import { endAll, startApp } from '@prikke/service/test'
import { monotonicMs } from '../clock.ts'
import { makeJobs } from '../make-jobs.ts'
import type { Server } from '../server.ts'
import type { System } from './system.ts'

const jobCount = 200

/** Prikke as it ships: scheduler and executor, everything on. Run-now executions of 200 jobs. */
export function startPrikke({ organizationCount }: { organizationCount: number }) {
  return async ({ server, sinkUrl }: { server: Server; sinkUrl: string }): Promise<System> => {
    const { url, pool } = await server.createDatabase(`prikke_${organizationCount}`)
    await migrate(url)
    const jobIds = await makeJobs(pool, { jobCount, organizationCount, url: sinkUrl })
    const apps = [await startApp('scheduler', url), await startApp('executor', url)]
    return {
      name: organizationCount === 1 ? 'Prikke, 1 organization' : 'Prikke',
      pids: apps.flatMap(app => (app.name === 'executor' ? [app.process.pid as number] : [])),
      pool,
      enqueue: count =>
        pool.transaction(async tx => {
          const ids = await Promise.all(
            Array.from({ length: count }, (_, n) => triggerJob(tx, jobIds[n % jobCount] ?? '')),
          )
          await wake(tx.sql, 'executions')
          return { ids, at: monotonicMs() }
        }),
      isEmpty: async () => {
        const [left] = await pool.sql`select from execution_queue limit 1`
        return left === undefined
      },
      end: () => endAll(apps),
    }
  }
}
