import { randomUUID } from 'node:crypto'
import type { Sql } from '@prikke/schema'
import { startChild } from '../child.ts'
import { monotonicMs } from '../clock.ts'
import type { StartSystem } from './system.ts'

/** graphile-worker as its documents tune it: a local queue, completions in batches. */
export const startGraphileWorker: StartSystem = async (server, sinkUrl) => {
  const database = await server.createDatabase('graphile_worker')
  const { pool } = database
  const worker = await startChild(new URL('graphile-worker-process.ts', import.meta.url), {
    DATABASE_URL: database.url,
    SINK_URL: sinkUrl,
  })
  return {
    name: 'graphile-worker',
    pids: [worker.pid],
    database,
    enqueue: count =>
      pool.transaction(async ({ sql }) => {
        const ids = await addJobs(sql, count, null)
        return { ids, at: monotonicMs() }
      }),
    enqueueOne: async () => {
      const id = randomUUID()
      await pool.sql`select graphile_worker.add_job('post', json_build_object('id', ${id}::text))`
      return id
    },
    schedule: async (count, at) => {
      const ids = await addJobs(pool.sql, count, at)
      return () => Promise.resolve(ids)
    },
    isEmpty: async () => {
      const [left] = await pool.sql`select from graphile_worker._private_jobs limit 1`
      return left === undefined
    },
    end: async () => {
      await worker.end()
      await database.drop()
    },
  }
}

async function addJobs(sql: Sql, count: number, at: Date | null): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await sql`
    select count(*) from graphile_worker.add_jobs(array(
      select ('post', json_build_object('id', id), null, ${at}::timestamptz, null, null, null, null)
        ::graphile_worker.job_spec
      from unnest(${ids}::text[]) id))`
  return ids
}
