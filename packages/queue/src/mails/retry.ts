import type { ClaimedMail } from './claim.ts'
import type { MailOutcome } from './settle.ts'

const mostTries = 8
const firstRetryMs = 5_000
/** 5 s, 15 s, 45 s … 1 h: somebody waits for most of these. */
const backoffFactor = 3

/**
 * What becomes of a mail that the relay did not take just now: again after the backoff, or dead
 * when its tries are spent or its link would have ended by then. `random` (0 to 1) keeps it pure.
 */
export function retryMail(
  { attempt, livesMs }: Pick<ClaimedMail, 'attempt' | 'livesMs'>,
  { statusCode, answer }: { statusCode: number | null; answer: string },
  random: number,
): MailOutcome {
  const delayMs = firstRetryMs * backoffFactor ** (attempt - 1) * (1 + random / 5)
  if (attempt >= mostTries || (livesMs !== null && delayMs >= livesMs)) {
    return { kind: 'dead', statusCode, answer: `Given up after ${attempt} tries: ${answer}` }
  }
  return { kind: 'retry', statusCode, answer, delayMs }
}
