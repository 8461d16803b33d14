import type { OwnRequest, Sql } from '@prikke/schema'
import { hostOf, type JobRequest } from './job-requests.ts'

type Claimed = { id: string; own_request: boolean | null }

/**
 * The requests of claimed executions, of which some send their own in place of their job's. Those are
 * few, and read once an attempt: nobody remembers them. How often one is tried again the job says.
 */
export async function withOwnRequests(
  sql: Sql,
  claimed: readonly Claimed[],
  jobs: readonly (JobRequest | null)[],
): Promise<(JobRequest | null)[]> {
  const ids = claimed.filter(row => row.own_request).map(({ id }) => id)
  if (ids.length === 0) return [...jobs]
  const rows = await sql<{ id: string; request: OwnRequest }[]>`
    select execution_id as id, request from execution_requests
    where execution_id = any(${ids}::uuid[])`
  const own = new Map(rows.map(({ id, request }) => [id, request]))
  return jobs.map((job, index) => {
    const { id = '', own_request: isOwn } = claimed[index] ?? {}
    if (job === null || !isOwn) return job
    const request = own.get(id)
    // One that went past retention ends alone: an error would give back all that was claimed with it.
    return request ? { ...job, ...request, host: hostOf(request.url), executionId: id } : null
  })
}
