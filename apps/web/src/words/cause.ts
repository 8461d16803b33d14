import type { ExecutionSummary } from '@prikke/contract'

const names: Readonly<Record<string, string>> = {
  dns_failed: 'Host not found',
  connect_failed: 'No connection',
  tls_failed: 'Certificate trouble',
  blocked_address: 'Address not allowed',
  deadline_exceeded: 'Timed out',
  redirect_not_followed: 'Redirected',
  connection_lost: 'Connection lost',
  response_invalid: 'Answer not HTTP',
  response_headers_too_large: 'Headers too large',
  unsupported_encoding: 'Unreadable encoding',
  worker_lost: 'Worker lost',
  secret_unreadable: 'Secret unreadable',
}

/** Why executions failed, in a word or two: `Status 503`, `Timed out`, `Host not found`. */
export function nameCause({
  errorCode,
  statusCode,
}: Pick<ExecutionSummary, 'errorCode' | 'statusCode'>): string {
  if (errorCode === 'http_status' && statusCode !== null) return `Status ${statusCode}`
  return names[errorCode ?? ''] ?? (errorCode ?? 'failed').replaceAll('_', ' ')
}
