import type { ClaimedExecution } from './claim.ts'
import { noReply, type Outcome } from './outcome.ts'

/** An execution that cost this many workers their lives is not tried again. */
const mostLost = 5

/** The end of a claimed execution that is not to be sent at all; null for every other. */
export function foregone({
  job,
  lostCount,
}: Pick<ClaimedExecution, 'lostCount'> & { job: object | null }): Outcome | null {
  if (job === null) {
    const reply = { ...noReply, errorCode: 'job_deleted', errorMessage: 'The job was deleted.' }
    return { kind: 'final', status: 'cancelled', reply }
  }
  if (lostCount < mostLost) return null
  const errorMessage = `${mostLost} workers were lost while they ran this execution.`
  const reply = { ...noReply, errorCode: 'worker_lost', errorMessage }
  return { kind: 'final', status: 'failed', reply }
}
