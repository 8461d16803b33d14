import { performance } from 'node:perf_hooks'
import type { Sql } from '@prikke/schema'
import { gaveWayClass } from './class.ts'
import type { JobRequests } from './job-requests.ts'

/** Occurrences are written 2 s ahead: what comes due within this is there to be seen. */
const horizonMs = 2_500
/** Leaves off so long before the next is due: then the worker has other things to do. */
const quietMs = 150
const everyMs = 1_000
const mostJobs = 10_000
const jobsAtOnce = 500

/**
 * Reads what is about to come due while the worker has nothing to do, so that at a minute with
 * thousands of jobs no claim waits for their requests. A hint: what is not read is read by its claim.
 */
export function createReadAhead(
  sql: Sql,
  requests: JobRequests,
): (nextInMs: number | null) => void {
  let isReading = false
  let lookedAt = Number.NEGATIVE_INFINITY

  const read = async (until: number) => {
    const soon = await sql<{ id: string; version: number }[]>`
      select j.id, j.version
      from generate_series(0, ${gaveWayClass}::int) k(class)
      cross join lateral (
        select job_id from execution_queue
        where class = k.class and ready_at > now()
          and ready_at < now() + ${horizonMs}::int * interval '1 millisecond'
        order by ready_at limit ${mostJobs}
      ) q
      cross join lateral (select id, version from jobs where id = q.job_id limit 1) j
      limit ${mostJobs}`
    for (let from = 0; from < soon.length && performance.now() < until; from += jobsAtOnce) {
      await requests.of(soon.slice(from, from + jobsAtOnce))
    }
  }

  return nextInMs => {
    if (isReading || nextInMs === null || nextInMs < quietMs || nextInMs > horizonMs) return
    const now = performance.now()
    if (now - lookedAt < everyMs) return
    isReading = true
    lookedAt = now
    read(now + nextInMs - quietMs)
      .catch(() => {})
      .finally(() => {
        isReading = false
      })
  }
}
