import type { ClaimedAlert } from '@prikke/queue'
import { manyLines, oneLine } from './plain-text.ts'

type Execution = NonNullable<ClaimedAlert['event']>['execution']

/** An alert in words. Still plain text: each channel escapes it for its own sink. */
export type Message = {
  heading: 'Job failed' | 'Job recovered' | 'Test'
  sentence: string
  facts: { label: string; value: string }[]
  /** How the target's answer began. */
  excerpt: string | null
  /** Made by Prikke alone, safe everywhere. */
  link: string | null
}

const longestName = 120
const longestError = 300
const longestExcerpt = 300

/** Says what happened in one sentence, with the facts beside it. */
export function messageOf(alert: ClaimedAlert, appUrl: string): Message {
  const organization = oneLine(alert.organization.name, longestName)
  const { event } = alert
  if (event === null) {
    const sentence = `A test from Prikke: alerts of “${organization}” arrive here`
    return { heading: 'Test', sentence, facts: [], excerpt: null, link: null }
  }
  const { execution } = event
  const name = `“${oneLine(event.job.name, longestName)}”`
  const recovered = alert.type === 'job.recovered'
  const excerpt = manyLines(execution.responseExcerpt ?? '', longestExcerpt)
  const outcome = recovered
    ? { label: 'Answered', value: String(execution.statusCode ?? 'yes') }
    : { label: 'Error', value: errorOf(execution) }
  return {
    heading: recovered ? 'Job recovered' : 'Job failed',
    sentence: recovered ? `Job ${name} recovered` : `Job ${name} ${failure(execution)}`,
    facts: [
      { label: 'Organization', value: organization },
      { label: 'Scheduled for', value: utc(execution.scheduledFor) },
      outcome,
    ],
    excerpt: excerpt === '' ? null : excerpt,
    link: executionLink(execution.id, appUrl),
  }
}

/** Where the dashboard shows an execution. */
export function executionLink(id: string, appUrl: string): string {
  return new URL(`/executions/${id}`, appUrl).href
}

function failure(execution: Execution): string {
  const { attempt, errorCode, statusCode, status } = execution
  const answered = errorCode === 'http_status' || errorCode === 'redirect_not_followed'
  const reason =
    answered && statusCode !== null ? `answered ${statusCode}` : asClause(complaint(execution))
  const tries = attempt > 1 ? ` after ${attempt} attempts` : ''
  return `${status === 'timeout' ? 'timed out' : 'failed'}: ${reason}${tries}`
}

function errorOf(execution: Execution): string {
  const { errorCode, errorMessage } = execution
  const named = errorCode !== null && errorMessage !== null ? ` (${errorCode})` : ''
  return `${complaint(execution)}${named}`
}

function complaint({ errorCode, errorMessage }: Execution): string {
  return oneLine(errorMessage ?? errorCode?.replaceAll('_', ' ') ?? 'no reason known', longestError)
}

/** A sentence as the end of another one. */
function asClause(sentence: string): string {
  const bare = sentence.replace(/\.$/, '')
  return /^[A-Z][a-z]* /.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare
}

function utc(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`
}
