import { type SendRequest, signWebhook } from '@prikke/outbound'
import type { ClaimedExecution } from '@prikke/queue'

/** The request of one attempt. `timestamp` is the wall clock in whole seconds, for the receiver. */
export function requestFor(
  execution: ClaimedExecution,
  job: NonNullable<ClaimedExecution['job']>,
  { timestamp, version }: { timestamp: number; version: string },
): Omit<SendRequest, 'signal'> {
  const body = job.body === null || job.body === '' ? null : job.body
  const headers: Record<string, string> = { 'User-Agent': `Prikke/${version}` }
  for (const [name, { value }] of Object.entries(job.headers)) set(headers, name, value)
  if (body !== null && !has(headers, 'content-type')) {
    headers['Content-Type'] = isJson(body) ? 'application/json' : 'text/plain; charset=utf-8'
  }
  set(headers, 'Accept-Encoding', 'identity')
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
