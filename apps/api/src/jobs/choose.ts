import { type JobsTriggerInput, mostJobsAtOnce } from '@prikke/contract'
import { type Database, jobs } from '@prikke/schema'
import { asc } from 'drizzle-orm'
import { countChanged } from '../count-changed.ts'
import { type Invalid, invalid, notFound } from '../problem.ts'
import { jobsMatching } from './matching.ts'
import { lockJobs } from './write.ts'

type Chosen = Awaited<ReturnType<typeof lockJobs>>

/**
 * The jobs that a call names by id or by filter, all of them or none, locked in id order.
 * @throws Problem 404 when one of the ids is none of the organization's, 409 `count_changed` when the
 * filter matches others than were counted, 422 `too_many_jobs`.
 */
export async function chooseJobs(
  tx: Database,
  organizationId: string,
  { ids, filter, expectedCount, dryRun }: JobsTriggerInput,
): Promise<Chosen> {
  if ((ids === undefined) === (filter === undefined)) throw invalid([oneOfTwo])
  if (filter === undefined) {
    const named = [...new Set(ids?.map(id => id.toLowerCase()))]
    const rows = await lockJobs(tx, organizationId, named)
    if (rows.length < named.length) throw notFound('One of these jobs is not here.')
    return rows
  }
  if (expectedCount === undefined && !dryRun) throw invalid([notCounted])
  const found = await tx.db
    .select({ id: jobs.id })
    .from(jobs)
    .where(jobsMatching(organizationId, filter))
    .orderBy(asc(jobs.id))
    .limit(mostJobsAtOnce + 1)
  if (found.length > mostJobsAtOnce) throw invalid([tooMany])
  const matching = found.map(({ id }) => id)
  const rows = matching.length === 0 ? [] : await lockJobs(tx, organizationId, matching)
  if (!dryRun && rows.length !== expectedCount) throw countChanged(rows.length)
  return rows
}

const oneOfTwo: Invalid = {
  path: 'ids',
  code: 'invalid',
  message: 'say which jobs by `ids` or by `filter`, one of the two',
}
const notCounted: Invalid = {
  path: 'expectedCount',
  code: 'required',
  message: 'is required with a filter: count first, with dryRun',
}
const tooMany: Invalid = {
  path: 'filter',
  code: 'too_many_jobs',
  message: `matches more than ${mostJobsAtOnce} jobs`,
}
