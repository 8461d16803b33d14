import type { ClaimedExecution } from './claim.ts'
import { noReply, type Outcome } from './outcome.ts'

/** An execution that cost this many workers their lives is not tried again. */
const mostLost = 5

type Held = Pick<ClaimedExecution, 'lostCount'> & {
  job: object | null
  isOrganizationDeleted?: boolean
}

/** The end of a claimed execution that is not to be sent at all; null for every other. */
export function foregone({ job, lostCount, isOrganizationDeleted = false }: Held): Outcome | null {
  if (isOrganizationDeleted) {
    return cancelled('organization_deleted', 'The organization was deleted.')
  }
  if (job === null) return cancelled('job_deleted', 'The job was deleted.')
  if (lostCount < mostLost) return null
  const errorMessage = `${mostLost} workers were lost while they ran this execution.`
  const reply = { ...noReply, errorCode: 'worker_lost', errorMessage }
  return { kind: 'final', status: 'failed', reply }
}

const cancelled = (errorCode: string, errorMessage: string): Outcome => ({
  kind: 'final',
  status: 'cancelled',
  reply: { ...noReply, errorCode, errorMessage },
})
