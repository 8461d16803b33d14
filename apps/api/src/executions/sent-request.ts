import type { RequestTemplate } from '@prikke/schema'
import manifest from '../../package.json' with { type: 'json' }

type Sent = {
  executionId: string
  jobId: string
  attempt: number
  startedAt: Date
  scheduledFor: Date
}

/** What one attempt sent: the job's request of that version and what every delivery adds to it. */
export function sentRequest(template: RequestTemplate, sent: Sent): RequestTemplate {
  const body = template.body === '' ? null : template.body
  const headers: RequestTemplate['headers'] = {
    'User-Agent': `Prikke/${manifest.version}`,
    ...(body === null ? {} : { 'Content-Type': contentTypeOf(body) }),
  }
  for (const [name, value] of Object.entries(template.headers)) {
    const own = Object.keys(headers).find(added => added.toLowerCase() === name.toLowerCase())
    if (own !== undefined) delete headers[own]
    if (name.toLowerCase() !== 'accept-encoding') headers[name] = value
  }
  return {
    ...template,
    body,
    headers: {
      ...headers,
      'Accept-Encoding': 'identity',
      'webhook-id': sent.executionId,
      'webhook-timestamp': String(Math.floor(sent.startedAt.getTime() / 1000)),
      'webhook-signature': { secret: true },
      'Prikke-Job-Id': sent.jobId,
      'Prikke-Attempt': String(sent.attempt),
      'Prikke-Scheduled-For': sent.scheduledFor.toISOString(),
    },
  }
}

function contentTypeOf(body: string): string {
  try {
    JSON.parse(body)
    return 'application/json'
  } catch {
    return 'text/plain; charset=utf-8'
  }
}
