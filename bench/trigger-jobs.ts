import { triggerJob, wake } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { monotonicMs } from './clock.ts'
import type { Enqueued } from './systems/system.ts'

/** Run-now executions of jobs by turns, in one commit. */
export async function triggerJobs(pool: Pool, jobIds: string[], count: number): Promise<Enqueued> {
  return await pool.transaction(async tx => {
    const jobIdOf = (n: number) => jobIds[n % jobIds.length] ?? ''
    const ids = await Promise.all(
      Array.from({ length: count }, (_, n) => triggerJob(tx, jobIdOf(n))),
    )
    await wake(tx.sql, 'executions')
    return { ids, at: monotonicMs() }
  })
}
