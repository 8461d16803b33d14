import type { ClaimedAlert } from './claim.ts'
import type { AlertOutcome } from './settle.ts'

const mostTries = 8
const firstRetryMs = 10_000
/** 10 s, 30 s, 90 s … 2 h: the eighth try comes about three hours after the first. */
const backoffFactor = 3

/**
 * What becomes of an alert whose receiver could not be told just now: again after the backoff, no
 * sooner than `askedMs`, or dead when its tries are spent. `random` (0 to 1) keeps the rule pure.
 */
export function retryAlert(
  { type, attempt }: Pick<ClaimedAlert, 'type' | 'attempt'>,
  said: { statusCode: number | null; answer: string; askedMs: number },
  random: number,
): AlertOutcome {
  const { statusCode, answer, askedMs } = said
  if (type === 'channel.test') return { kind: 'dead', statusCode, answer }
  if (attempt >= mostTries) {
    return { kind: 'dead', statusCode, answer: `Given up after ${attempt} tries: ${answer}` }
  }
  const delayMs = Math.max(backoffMs(attempt, random), askedMs)
  return { kind: 'retry', statusCode, answer, delayMs }
}

/** Up to a fifth longer each, so that what failed together does not come back together. */
function backoffMs(attempt: number, random: number): number {
  return firstRetryMs * backoffFactor ** (attempt - 1) * (1 + random / 5)
}
