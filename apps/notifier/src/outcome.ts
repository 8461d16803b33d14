import type { Reply } from '@prikke/outbound'
import {
  type AlertOutcome,
  type ClaimedAlert,
  type ClaimedMail,
  type MailOutcome,
  retryAlert,
  retryMail,
} from '@prikke/queue'

/** What came back when a channel told its receiver; `answer` is for the people of the organization. */
export type Answer =
  | { kind: 'accepted'; statusCode: number | null; answer: string }
  /** For good: trying again is in vain. */
  | { kind: 'refused'; statusCode: number | null; answer: string }
  /** Trying later may help; `askedMs` is how long the receiver wants to be left alone. */
  | { kind: 'unavailable'; statusCode: number | null; answer: string; askedMs: number }
  | { kind: 'aborted' }

/** What nodemailer tells of a mail that did not leave. */
export type MailError = {
  code?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
}

const longestAskedMs = 24 * 60 * 60 * 1000
const longestAnswer = 500

const retriedStatuses = new Set([408, 425, 429])
const finalErrors = new Set(['blocked_address', 'port_not_allowed'])
/** The relay wants another login than it got: the operator's to mend, within the tries left. */
const loginCodes = new Set([530, 534, 535, 538])

/** What becomes of an alert after this answer. `random` (0 to 1) is an argument: the rule is pure. */
export function outcomeOf(
  answer: Answer,
  alert: Pick<ClaimedAlert, 'type' | 'attempt'>,
  random: number,
): AlertOutcome {
  if (answer.kind === 'aborted') return givenBack
  return answer.kind === 'unavailable' ? retryAlert(alert, answer, random) : settled(answer)
}

/** The same for a mail about an account, which has a link that ends. */
export function mailOutcomeOf(
  answer: Answer,
  mail: Pick<ClaimedMail, 'attempt' | 'livesMs'>,
  random: number,
): MailOutcome {
  if (answer.kind === 'aborted') return givenBack
  return answer.kind === 'unavailable' ? retryMail(mail, answer, random) : settled(answer)
}

const givenBack = {
  kind: 'released',
  statusCode: null,
  answer: 'Given back: Prikke was stopping',
} as const

function settled({ kind, statusCode, answer }: Extract<Answer, { kind: 'accepted' | 'refused' }>) {
  return { kind: kind === 'accepted' ? ('sent' as const) : ('dead' as const), statusCode, answer }
}

/** Reads the reply of a webhook, Slack or Discord. `now` is in epoch ms. */
export function judgeReply(reply: Reply, now: number): Answer {
  if (reply.kind === 'error') {
    if (reply.code === 'aborted') return { kind: 'aborted' }
    const told = { statusCode: reply.statusCode ?? null, answer: reply.message }
    if (finalErrors.has(reply.code)) return { kind: 'refused', ...told }
    return { kind: 'unavailable', ...told, askedMs: 0 }
  }
  const { statusCode } = reply
  const text = reply.body.toString('utf8').trim()
  const told = { statusCode, answer: text === '' ? `HTTP ${statusCode}` : begin(text) }
  if (statusCode >= 200 && statusCode < 300) return { kind: 'accepted', ...told }
  if (statusCode >= 500 || retriedStatuses.has(statusCode)) {
    const header = [reply.headers['retry-after']].flat()[0]
    const askedMs = header === undefined ? askedByDiscordMs(text) : askedByHeaderMs(header, now)
    return { kind: 'unavailable', ...told, askedMs: within(askedMs) }
  }
  return { kind: 'refused', ...told }
}

/** `Retry-After` (RFC 9110): seconds or a date. */
function askedByHeaderMs(header: string, now: number): number {
  const seconds = Number(header)
  return Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000
}

/** Discord puts `retry_after`, in seconds, into the body of a 429. */
function askedByDiscordMs(text: string): number {
  try {
    const body = JSON.parse(text) as { retry_after?: unknown } | null
    return typeof body?.retry_after === 'number' ? body.retry_after * 1000 : 0
  } catch {
    return 0
  }
}

function within(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(longestAskedMs, Math.max(0, ms))
}

/** Reads the relay's acceptance, such as `250 2.0.0 Queued`. */
export function judgeAcceptance(response: string): Answer {
  const statusCode = Number.parseInt(response, 10)
  return {
    kind: 'accepted',
    statusCode: Number.isNaN(statusCode) ? null : statusCode,
    answer: begin(response),
  }
}

/**
 * Reads why a mail did not leave. What concerns only the way to the relay stays in general words:
 * its address and its login are the operator's.
 */
export function judgeMailError({ code, response, responseCode }: MailError): Answer {
  const statusCode = responseCode ?? null
  if (code === 'EAUTH' || code === 'ENOAUTH' || loginCodes.has(responseCode ?? 0)) {
    const answer = 'The mail relay refused the login of Prikke'
    return { kind: 'unavailable', statusCode, answer, askedMs: 0 }
  }
  if (statusCode !== null && response !== undefined) {
    const told = { statusCode, answer: begin(response) }
    return statusCode >= 500
      ? { kind: 'refused', ...told }
      : { kind: 'unavailable', ...told, askedMs: 0 }
  }
  if (code === 'EENVELOPE') {
    return { kind: 'refused', statusCode, answer: 'This is no address that mail can be sent to' }
  }
  const answer = 'The mail relay could not be reached'
  return { kind: 'unavailable', statusCode, answer, askedMs: 0 }
}

/** A pair of surrogates cut in two is refused by the database. */
function begin(text: string): string {
  return text.slice(0, longestAnswer).toWellFormed()
}
