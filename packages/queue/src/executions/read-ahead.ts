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
/** More would not be kept until its claim. */
const mostBytes = 8 * 1024 * 1024
const jobsAtOnce = 500
/** Parsed in one go, while nothing else is done. */
const bytesAtOnce = 1024 * 1024

type Soon = { id: string; version: number; bytes: number }

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
    const soon = await sql<Soon[]>`
      select j.id, j.version, j.bytes
      from generate_series(0, ${gaveWayClass}::int) k(class)
      cross join lateral (
        select job_id from execution_queue
        where class = k.class and ready_at > now()
          and ready_at < now() + ${horizonMs}::int * interval '1 millisecond'
        order by ready_at limit ${mostJobs}
      ) q
      cross join lateral (
        select id, version, 500 + coalesce(length(body), 0) as bytes
        from jobs where id = q.job_id limit 1
      ) j
      limit ${mostJobs}`
    for (const jobs of portionsOf(soon)) {
      if (performance.now() > until) return
      await requests.of(jobs)
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

/** The first of them, in portions of so many jobs and bytes. */
function portionsOf(soon: Soon[]): Soon[][] {
  const portions: Soon[][] = []
  let inAll = 0
  let inPortion = Number.POSITIVE_INFINITY
  for (const job of soon) {
    inAll += job.bytes
    if (inAll > mostBytes) break
    const portion = portions.at(-1)
    if (portion === undefined || portion.length === jobsAtOnce || inPortion > bytesAtOnce) {
      portions.push([job])
      inPortion = job.bytes
    } else {
      portion.push(job)
      inPortion += job.bytes
    }
  }
  return portions
}
