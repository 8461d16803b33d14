import type { TestRunPhase, TestRunResult } from '@prikke/contract'
import { hideIn, type Reply, type Sender } from '@prikke/outbound'
import { shownBody } from '../executions/shown-body.ts'
import type { Prepared } from './prepare.ts'

/** Sends the request once, tells each phase as it begins, and says how it came out. */
export async function runTest(
  sender: Sender,
  { request, shown, hider }: Prepared,
  signal: AbortSignal,
  onPhase: (phase: TestRunPhase) => void,
): Promise<TestRunResult> {
  let remoteAddress: string | null = null
  const onConnected = (address: string) => {
    remoteAddress = address.replace(/^::ffff:(?=\d+\.)/i, '')
  }
  const reply = await sender.send({ ...request, signal, watch: { onPhase, onConnected } })
  return { ...outcomeOf(hideIn(reply, hider)), request: shown, remoteAddress }
}

const nothing = {
  ...{ statusCode: null, responseHeaders: null, responseBody: null, responseEncoding: null },
  ...{ responseTruncated: false, responseBytes: null },
}

function outcomeOf(reply: Reply): Omit<TestRunResult, 'request' | 'remoteAddress'> {
  const { timings } = reply
  if (reply.kind === 'error') {
    const statusCode = reply.statusCode ?? null
    return { ...nothing, statusCode, ...failureOf(reply), timings }
  }
  return {
    statusCode: reply.statusCode,
    ...complaintOf(reply.statusCode),
    timings,
    responseHeaders: reply.headers,
    ...shownBody(reply.body, reply.truncated),
    responseTruncated: reply.truncated,
    responseBytes: reply.bodyBytes,
  }
}

function failureOf({ code, message }: Extract<Reply, { kind: 'error' }>) {
  return code === 'aborted'
    ? {
        errorCode: 'worker_stopped',
        errorMessage: 'Prikke is being restarted. Test it again in a moment.',
      }
    : { errorCode: code, errorMessage: message }
}

function complaintOf(statusCode: number) {
  if (statusCode >= 200 && statusCode < 300) return { errorCode: null, errorMessage: null }
  const errorMessage = `The target answered ${statusCode}.`
  const isRedirect = statusCode >= 300 && statusCode < 400
  return { errorCode: isRedirect ? 'redirect_not_followed' : 'http_status', errorMessage }
}
