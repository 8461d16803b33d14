import { jobHeaders, type SendRequest, signWebhook } from '@prikke/outbound'
import type { ClaimedExecution } from '@prikke/queue'
import { type Hider, hiderOf, places, type Vault } from '@prikke/vault'
import type { createSigningSecrets } from './signing-secrets.ts'

type JobRequest = NonNullable<ClaimedExecution['job']>

type Template = { headers: Record<string, string>; body: Buffer | null; hider: Hider | null }

/** How this process opens what is sealed. */
export type Opening = {
  vault: Pick<Vault, 'open'>
  signingSecrets: ReturnType<typeof createSigningSecrets>
}

/** What all attempts of one version of a job have in common, its secrets in clear; they share its `job`. */
const templates = new WeakMap<JobRequest, Template>()

/**
 * The request of one attempt, and what takes its secrets out of the answer. `timestamp` is the wall
 * clock in whole seconds, for the receiver.
 * @throws SealError when one of its secrets does not open.
 */
export function requestFor(
  execution: ClaimedExecution,
  job: JobRequest,
  { timestamp, version, vault, signingSecrets }: Opening & { timestamp: number; version: string },
): Omit<SendRequest, 'signal'> & { hider: Hider | null } {
  const { headers, body, hider } =
    templates.get(job) ?? remember(execution.jobId, job, { version, vault })
  return {
    hider,
    url: job.url,
    method: job.method,
    headers: {
      ...headers,
      'webhook-id': execution.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({
        id: execution.id,
        timestamp,
        body: body ?? '',
        secrets: signingSecrets(execution.organizationId, execution.signingSecrets),
      }),
      'Prikke-Job-Id': execution.jobId,
      'Prikke-Attempt': String(execution.attempt),
      'Prikke-Scheduled-For': execution.scheduledFor.toISOString(),
    },
    body,
    timeoutMs: execution.timeoutMs,
    scope: execution.organizationId,
  }
}

function remember(
  jobId: string,
  job: JobRequest,
  { version, vault }: { version: string; vault: Opening['vault'] },
): Template {
  const body = job.body === null || job.body === '' ? null : job.body
  const own: Record<string, string> = {}
  const secrets: string[] = []
  for (const [name, header] of Object.entries(job.headers)) {
    const value =
      'sealed' in header ? vault.open(header.sealed, placeOf(jobId, job, name)) : header.value
    if (header.secret) secrets.push(value)
    own[name] = value
  }
  const template = {
    headers: jobHeaders(own, body, version),
    body: body === null ? null : Buffer.from(body),
    hider: hiderOf(secrets),
  }
  templates.set(job, template)
  return template
}

/** What is secret is sealed for the job, or for the one execution that sends it. */
const placeOf = (jobId: string, { executionId }: JobRequest, name: string) =>
  executionId === null ? places.header(jobId, name) : places.ownHeader(executionId, name)
