import { triggerJob, wake } from '@prikke/queue'
import { migrate } from '@prikke/schema'
import { endAll, startApp } from '@prikke/service/test'
import { makeJobs } from '../make-jobs.ts'
import { triggerJobs } from '../trigger-jobs.ts'
import type { StartSystem } from './system.ts'

const jobCount = 200

/** Prikke as it ships: scheduler and executor, everything on; 200 jobs of so many organizations. */
export const startPrikke =
  ({ organizationCount }: { organizationCount: number }): StartSystem =>
  async (server, sinkUrl) => {
    const database = await server.createDatabase('prikke')
    const { pool, url } = database
    await migrate(url)
    const jobIds = await makeJobs(pool, { jobCount, organizationCount, url: sinkUrl })
    const scheduler = await startApp('scheduler', url)
    const executor = await startApp('executor', url)
    let triggered = 0
    return {
      name: organizationCount === 1 ? 'Prikke, 1 organization' : 'Prikke',
      pids: [executor.process.pid as number],
      database,
      enqueue: count => triggerJobs(pool, jobIds, count),
      // What the route of "run now" does.
      enqueueOne: () =>
        pool.transaction(async tx => {
          const jobId = jobIds[triggered++ % jobCount] ?? ''
          await tx.sql`select id from jobs where id = ${jobId} for share`
          const id = await triggerJob(tx, jobId)
          await wake(tx.sql, 'executions')
          return id ?? ''
        }),
      schedule: async (count, at) => {
        await makeJobs(pool, { jobCount: count, organizationCount, url: sinkUrl, scheduledAt: at })
        await wake(pool.sql, 'jobs')
        return async () => {
          const rows = await pool.sql<{ id: string }[]>`
          select id from executions where scheduled_for = ${at} and trigger = 'schedule'`
          return rows.map(row => row.id)
        }
      },
      isEmpty: async () => {
        const [left] = await pool.sql`select from execution_queue limit 1`
        return left === undefined
      },
      end: async () => {
        await endAll([scheduler, executor])
        await database.drop()
      },
    }
  }
