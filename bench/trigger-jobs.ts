import { runNow, wake } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { monotonicMs } from './clock.ts'
import type { Enqueued } from './systems/system.ts'

/** Few enough that none of them counts as bulk. */
const batchSize = 500

/** Run-now executions of jobs by turns, in one commit. */
export async function triggerJobs(pool: Pool, jobIds: string[], count: number): Promise<Enqueued> {
  return await pool.transaction(async tx => {
    const asked = Array.from({ length: count }, (_, n) => ({
      jobId: jobIds[n % jobIds.length] ?? '',
      replayOf: null,
    }))
    const batches = Array.from({ length: Math.ceil(count / batchSize) }, (_, n) =>
      runNow(tx, 'manual', asked.slice(n * batchSize, (n + 1) * batchSize)),
    )
    const ids = (await Promise.all(batches)).flat().filter(id => id !== null)
    await wake(tx.sql, 'executions')
    return { ids, at: monotonicMs() }
  })
}
