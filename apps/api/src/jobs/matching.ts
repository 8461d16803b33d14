import type { JobFilter } from '@prikke/contract'
import { jobs } from '@prikke/schema'
import { and, arrayContains, eq, type SQL, sql } from 'drizzle-orm'
import { lastStatus } from './read.ts'

/**
 * The condition on `jobs` that a filter stands for. Read along jobs_organization: the jobs of one
 * organization are looked through, for no index on what a tick writes anew could pay.
 */
export function jobsMatching(organizationId: string, filter: JobFilter): SQL | undefined {
  const { q, enabled, status, tag = [], method, scheduleType, failing } = filter
  return and(
    eq(jobs.organizationId, organizationId),
    q === undefined ? undefined : contains(q),
    enabled === undefined ? undefined : eq(jobs.enabled, enabled),
    status === undefined ? undefined : hasStatus(status),
    tag.length === 0 ? undefined : arrayContains(jobs.tags, tag),
    method === undefined ? undefined : eq(jobs.method, method),
    scheduleType === undefined ? undefined : eq(jobs.scheduleType, scheduleType),
    failing === undefined ? undefined : sql`(${isFailing}) = ${failing}`,
  )
}

/** Looked for in one text: each call of lower() costs more than the search. No tag has a line break. */
const contains = (part: string) => sql`strpos(
  lower(concat_ws(E'\n', jobs.name, jobs.url, jobs.key, array_to_string(jobs.tags, E'\n'))),
  lower(${part}::text)) > 0`

const isFailing = sql`coalesce(jobs.last_status in ('failed', 'timeout'), false)`

/** Failures stand on the job; for a success history may have to be asked. */
const hasStatus = (status: NonNullable<JobFilter['status']>) =>
  status === 'success' ? eq(lastStatus(), status) : eq(jobs.lastStatus, status)
