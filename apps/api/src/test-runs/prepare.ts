import type { JobInput, TestRunResult } from '@prikke/contract'
import { jobHeaders, type SendRequest, signWebhook } from '@prikke/outbound'
import { type Database, jobs, organizations } from '@prikke/schema'
import { type Hider, hiderOf, openSigningSecret, SealError, type Vault } from '@prikke/vault'
import { and, eq } from 'drizzle-orm'
import manifest from '../../package.json' with { type: 'json' }
import { checkRequest } from '../jobs/check-request.ts'
import type { Judge } from '../jobs/definition.ts'
import { openHeaders } from '../jobs/sealed-headers.ts'
import { newIds } from '../new-ids.ts'
import { invalid, notFound, Problem } from '../problem.ts'

type Asked = Pick<JobInput, 'url' | 'method' | 'headers' | 'body' | 'timeoutMs'> & {
  jobId?: string | undefined
}

export type Prepared = {
  job: { id: string; name: string } | null
  request: Omit<SendRequest, 'signal' | 'watch'>
  /** The same for people: secrets are masked. */
  shown: TestRunResult['request']
  /** Takes the secrets out of what comes back. */
  hider: Hider | null
}

/**
 * The request as an executor would send it: judged like that of a job, with secrets that the job
 * keeps, signed. @throws Problem 404 when the job is not of this organization, 422, 409.
 */
export async function prepareTestRun(
  tx: Database,
  vault: Vault,
  organizationId: string,
  { jobId, ...asked }: Asked,
  checkUrl: Judge['checkUrl'],
): Promise<Prepared> {
  const job = jobId === undefined ? null : await readOwn(tx, organizationId, jobId)
  const kept = job === null ? {} : openHeaders(job.headers, job.id, vault)
  const checked = checkRequest(asked, kept, checkUrl)
  if (!checked.ok) throw invalid(checked.errors)
  const own = Object.entries(checked.headers).map(([name, { value }]) => [name, value ?? ''])
  const secret = Object.entries(checked.headers).filter(([, header]) => header.secret)
  const body = asked.body === '' ? null : asked.body
  const [id = ''] = await newIds(tx, 1)
  const now = new Date()
  const timestamp = Math.floor(now.getTime() / 1000)
  const secrets = await readSigningSecrets(tx, vault, organizationId)
  const headers = {
    ...jobHeaders(Object.fromEntries(own), body, manifest.version),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook({ id, timestamp, body: body ?? '', secrets }),
    ...(job === null ? {} : { 'Prikke-Job-Id': job.id }),
    'Prikke-Attempt': '1',
    'Prikke-Scheduled-For': now.toISOString(),
    'Prikke-Test': 'true',
  }
  const { url, method, timeoutMs } = asked
  const masked = new Set(['webhook-signature', ...secret.map(([name]) => name.toLowerCase())])
  return {
    job,
    // A scope of its own: each test opens a new connection, and shows all of its phases.
    request: { url, method, headers, body, timeoutMs, scope: id },
    shown: { method, url, headers: maskedIn(headers, masked), body },
    hider: hiderOf(secret.map(([, { value }]) => value ?? '')),
  }
}

async function readOwn(tx: Database, organizationId: string, id: string) {
  const [row] = await tx.db
    .select({ id: jobs.id, name: jobs.name, headers: jobs.headers })
    .from(jobs)
    .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, id)))
  if (row === undefined) throw notFound('There is no such job.')
  return row
}

/** The organization's secret, and the one before it while both sign. */
async function readSigningSecrets(tx: Database, vault: Vault, id: string): Promise<string[]> {
  const [row] = await tx.db
    .select({
      current: organizations.signingSecret,
      previous: organizations.previousSigningSecret,
      endsAt: organizations.previousSigningSecretExpiresAt,
    })
    .from(organizations)
    .where(eq(organizations.id, id))
  if (row === undefined) throw notFound('The organization is gone.')
  const { current, previous, endsAt } = row
  const overlaps = previous !== null && endsAt !== null && endsAt.getTime() > Date.now()
  try {
    return [current, ...(overlaps ? [previous] : [])].map(sealed =>
      openSigningSecret(vault, id, sealed),
    )
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new Problem({
      status: 409,
      code: 'secret_unreadable',
      detail: 'The signing secret can no longer be opened. Rotate it to have a new one.',
    })
  }
}

const maskedIn = (headers: Readonly<Record<string, string>>, masked: ReadonlySet<string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      masked.has(name.toLowerCase()) ? { secret: true as const } : value,
    ]),
  )
