import type { ReplayEdit } from '@prikke/contract'
import { type Database, jobs, type OwnRequest } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import { and, eq } from 'drizzle-orm'
import { checkRequest } from '../jobs/check-request.ts'
import type { Judge } from '../jobs/definition.ts'
import { unmask } from '../jobs/headers.ts'
import { openHeaders, sealHeaders } from '../jobs/sealed-headers.ts'
import { newIds } from '../new-ids.ts'
import { invalid } from '../problem.ts'

type Asked = { organizationId: string; jobId: string; edit: ReplayEdit }

/**
 * What one replay sends: the job's request with what was edited in it, whole, its secrets sealed for
 * the execution to come. Null for a job that is gone. Locks the job: it is the request that stands.
 * @throws Problem 422 for what a job could not send either.
 */
export async function editedRequest(
  tx: Database,
  { organizationId, jobId, edit }: Asked,
  { vault, checkUrl }: { vault: Vault; checkUrl: Judge['checkUrl'] },
): Promise<{ executionId: string; request: OwnRequest } | null> {
  const [job] = await tx.db
    .select({ method: jobs.method, url: jobs.url, headers: jobs.headers, body: jobs.body })
    .from(jobs)
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, jobId)))
    .for('share')
  if (job === undefined) return null
  const kept = openHeaders(job.headers, jobId, vault)
  const { method = job.method, url = job.url, body = job.body } = edit
  const asked = { url, body, headers: edit.headers ?? unmask(kept) }
  const checked = checkRequest(asked, kept, url === job.url ? null : checkUrl)
  if (!checked.ok) throw invalid(checked.errors)
  const [executionId = ''] = await newIds(tx, 1)
  const sealed = sealHeaders(checked.headers, executionId, vault, places.ownHeader)
  return { executionId, request: { method, url, headers: sealed, body } }
}
