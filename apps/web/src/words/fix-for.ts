import type { Attempt } from '@prikke/contract'

type Failure = Pick<Attempt, 'errorCode' | 'statusCode' | 'responseHeaders'> & {
  request: { url: string } | null
}

/** The setting of a job that mends a failure; with `url`, the value to put there. */
export type Fix = { field: string; label: string; url?: string }

const url = { field: 'url', label: 'Check the URL' }
const headers = { field: 'headers', label: 'Check the headers' }
const retries = { field: 'retryAttempts', label: 'Set retries' }

const byCode: Readonly<Record<string, Fix>> = {
  dns_failed: url,
  connect_failed: url,
  tls_failed: url,
  blocked_address: url,
  port_not_allowed: url,
  response_invalid: url,
  redirect_not_followed: url,
  deadline_exceeded: { field: 'timeoutMs', label: 'Change the timeout' },
  connection_lost: retries,
  worker_lost: retries,
  secret_unreadable: { field: 'headers', label: 'Set the secrets again' },
  overlap: { field: 'overlap', label: 'Change what happens then' },
  missed: { field: 'catchUp', label: 'Change what is caught up on' },
}

const byStatus: Readonly<Record<number, Fix>> = {
  400: { field: 'body', label: 'Check the body' },
  401: { field: 'headers', label: 'Set the credentials' },
  403: { field: 'headers', label: 'Check the credentials' },
  404: url,
  405: { field: 'method', label: 'Change the method' },
  406: headers,
  408: retries,
  410: url,
  411: { field: 'body', label: 'Give it a body' },
  413: { field: 'body', label: 'Shorten the body' },
  414: url,
  415: { field: 'headers', label: 'Set the Content-Type' },
  422: { field: 'body', label: 'Check the body' },
  429: { field: 'cronExpression', label: 'Run it less often' },
  431: headers,
  501: { field: 'method', label: 'Change the method' },
  502: retries,
  503: retries,
  504: retries,
}

/** The button that mends what went wrong; null where no setting of the job does. */
export function fixFor(failure: Failure): Fix | null {
  const { errorCode, statusCode } = failure
  if (errorCode === null) return null
  if (errorCode === 'redirect_not_followed') {
    const target = redirectedTo(failure)
    if (target !== null) return { field: 'url', label: 'Use this URL', url: target }
  }
  if (errorCode === 'http_status' && statusCode !== null) return byStatus[statusCode] ?? null
  return byCode[errorCode] ?? null
}

/** Where a redirect led, as an address that a job can have. */
function redirectedTo({ responseHeaders, request }: Failure): string | null {
  const given = responseHeaders?.location
  const location = Array.isArray(given) ? given[0] : given
  if (location === undefined || !URL.canParse(location, request?.url)) return null
  const found = new URL(location, request?.url)
  return /^https?:$/.test(found.protocol) && found.href !== request?.url ? found.href : null
}
