import { type ClaimedExecution, noReply, type Outcome } from '@prikke/queue'
import type { SealError } from '@prikke/vault'

/** While keys are changed another executor may have the one that is missing here. */
const againAfterMs = 10_000
/** About ten minutes, if every executor lacks it. */
const mostTimesBack = 60

/**
 * What becomes of an execution with a secret that this process could not open. What lacks its key is
 * given back for others, at no cost; what no key opens has failed.
 */
export function unopened(
  { isKeyMissing }: SealError,
  {
    attempt,
    spentCount,
    lostCount,
  }: Pick<ClaimedExecution, 'attempt' | 'spentCount' | 'lostCount'>,
): Outcome {
  const timesBack = attempt - 1 - spentCount - lostCount
  if (isKeyMissing && timesBack < mostTimesBack) {
    return { kind: 'released', started: false, delayMs: againAfterMs }
  }
  const errorMessage = isKeyMissing
    ? 'A secret of this job is sealed under a key that no executor has.'
    : 'A secret header of this job, or the signing secret, cannot be opened: set it again.'
  const reply = { ...noReply, errorCode: 'secret_unreadable', errorMessage }
  return { kind: 'final', status: 'failed', reply }
}
