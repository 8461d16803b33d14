import { randomUUID } from 'node:crypto'
import { startChild } from '../child.ts'
import { monotonicMs } from '../clock.ts'
import type { StartSystem } from './system.ts'

/** graphile-worker as its documents tune it: a local queue, completions in batches. */
export const startGraphileWorker: StartSystem = async ({ server, sinkUrl }) => {
  const { url, pool } = await server.createDatabase('graphile_worker')
  const worker = await startChild(new URL('graphile-worker-process.ts', import.meta.url), {
    DATABASE_URL: url,
    SINK_URL: sinkUrl,
  })
  return {
    name: 'graphile-worker',
    pids: [worker.pid],
    pool,
    enqueue: count =>
      pool.transaction(async ({ sql }) => {
        const ids = Array.from({ length: count }, () => randomUUID())
        await sql`
          select count(*) from graphile_worker.add_jobs(array(
            select ('post', json_build_object('id', id), null, null, null, null, null, null)
              ::graphile_worker.job_spec
            from unnest(${ids}::text[]) id))`
        return { ids, at: monotonicMs() }
      }),
    isEmpty: async () => {
      const [left] = await pool.sql`select from graphile_worker._private_jobs limit 1`
      return left === undefined
    },
    end: worker.end,
  }
}
