import { type SendRequest, signWebhook } from '@prikke/outbound'
import type { ClaimedExecution } from '@prikke/queue'

type JobRequest = NonNullable<ClaimedExecution['job']>

type Template = { headers: Record<string, string>; body: Buffer | null }

/** What all attempts of one version of a job have in common; they share its `job`. */
const templates = new WeakMap<JobRequest, Template>()

/** The request of one attempt. `timestamp` is the wall clock in whole seconds, for the receiver. */
export function requestFor(
  execution: ClaimedExecution,
  job: JobRequest,
  { timestamp, version }: { timestamp: number; version: string },
): Omit<SendRequest, 'signal'> {
  const { headers, body } = templates.get(job) ?? remember(job, version)
  return {
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
        secrets: execution.signingSecrets,
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

function remember(job: JobRequest, version: string): Template {
  const body = job.body === null || job.body === '' ? null : job.body
  const headers: Record<string, string> = { 'User-Agent': `Prikke/${version}` }
  for (const [name, { value }] of Object.entries(job.headers)) set(headers, name, value)
  if (body !== null && !has(headers, 'content-type')) {
    headers['Content-Type'] = isJson(body) ? 'application/json' : 'text/plain; charset=utf-8'
  }
  set(headers, 'Accept-Encoding', 'identity')
  const template = { headers, body: body === null ? null : Buffer.from(body) }
  templates.set(job, template)
  return template
}

const nameIn = (headers: Record<string, string>, name: string) =>
  Object.keys(headers).find(own => own.toLowerCase() === name.toLowerCase())

const has = (headers: Record<string, string>, name: string) => nameIn(headers, name) !== undefined

/** The job's own spelling of a name wins; two spellings of one header would both be sent. */
function set(headers: Record<string, string>, name: string, value: string): void {
  const there = nameIn(headers, name)
  if (there !== undefined) delete headers[there]
  headers[name] = value
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
