import type { Reply as Sent } from '@prikke/outbound'
import { noReply, type Outcome, type Reply, type RetryPolicy, retryOr } from '@prikke/queue'

const longestAskedMs = 24 * 60 * 60 * 1000
const retriedStatuses = new Set([408, 425, 429])
const retriedErrors = new Set([
  'dns_failed',
  'connect_failed',
  'tls_failed',
  'connection_lost',
  'deadline_exceeded',
  'response_invalid',
])

/**
 * What becomes of an execution after this reply. `now` (epoch ms) and `random` (0 to 1) are
 * arguments, so that the decision is pure.
 */
export function judge(sent: Sent, policy: RetryPolicy, now: number, random: number): Outcome {
  const reply = replyOf(sent)
  if (sent.kind === 'error') {
    if (sent.code === 'aborted') return { kind: 'released', started: true }
    const status = sent.code === 'deadline_exceeded' ? 'timeout' : 'failed'
    return retriedErrors.has(sent.code)
      ? retryOr(status, reply, null, policy, random)
      : { kind: 'final', status, reply }
  }
  const { statusCode } = sent
  if (statusCode >= 200 && statusCode < 300) return { kind: 'final', status: 'success', reply }
  if (statusCode === 410) return { kind: 'final', status: 'failed', reply, gone: true }
  if (statusCode >= 500 || retriedStatuses.has(statusCode)) {
    return retryOr('failed', reply, retryAfterMs(sent.headers['retry-after'], now), policy, random)
  }
  return { kind: 'final', status: 'failed', reply }
}

/** `Retry-After` in seconds or as a date, within 0 and 24 h; null when absent or not understood. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const value = Array.isArray(header) ? header[0] : header
  if (value === undefined) return null
  const text = value.trim()
  // Date.parse would take a number with a fraction or a sign for a year long past.
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : at - now
  return Number.isNaN(ms) ? null : Math.min(longestAskedMs, Math.max(0, ms))
}

function replyOf(sent: Sent): Reply {
  if (sent.kind === 'error') {
    return {
      ...noReply,
      statusCode: sent.statusCode ?? null,
      errorCode: sent.code,
      errorMessage: sent.message,
      timings: sent.timings,
    }
  }
  return {
    statusCode: sent.statusCode,
    ...complaintOf(sent.statusCode),
    timings: sent.timings,
    responseHeaders: sent.headers,
    responseBody: sent.body,
    responseBytes: sent.bodyBytes,
    responseTruncated: sent.truncated,
    responseEncoding: sent.encoding,
  }
}

function complaintOf(statusCode: number): Pick<Reply, 'errorCode' | 'errorMessage'> {
  if (statusCode >= 200 && statusCode < 300) return { errorCode: null, errorMessage: null }
  if (statusCode >= 300 && statusCode < 400) {
    return {
      errorCode: 'redirect_not_followed',
      errorMessage: `The target answered ${statusCode}, a redirect; redirects are not followed.`,
    }
  }
  return {
    errorCode: 'http_status',
    errorMessage:
      statusCode === 410
        ? 'The target answered 410 Gone, so the job has been switched off.'
        : `The target answered ${statusCode}.`,
  }
}
