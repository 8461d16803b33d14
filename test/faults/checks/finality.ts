import type { Evidence } from '../evidence.ts'

const final = new Set(['success', 'failed', 'timeout', 'missed', 'skipped', 'cancelled'])
/** Results that Prikke could not make sense of or store: a bug, whatever the faults. */
const bugs = new Set(['internal_error', 'result_unstorable'])
const mostLost = 5

/** Every execution is over, for a reason that there was. */
export function checkFinality(evidence: Evidence): string[] {
  const { executions, attempts, witness, goneSince } = evidence
  const wrong: string[] = []
  if (evidence.queuedCount > 0) wrong.push(`${evidence.queuedCount} executions still in the queue`)
  const lost = new Map<string, number>()
  for (const { executionId, errorCode } of attempts) {
    if (errorCode === 'worker_lost') lost.set(executionId, (lost.get(executionId) ?? 0) + 1)
  }
  const tokens = new Map([...evidence.jobOfToken].map(([token, id]) => [id, token]))
  const seen = new Set<string>()
  for (const { id, jobId, status, errorCode } of executions) {
    const name = `execution ${id}`
    if (seen.has(id)) wrong.push(`${name} is there twice`)
    seen.add(id)
    if (!final.has(status)) wrong.push(`${name} is ${status}`)
    if (errorCode !== null && bugs.has(errorCode)) wrong.push(`${name} ended as ${errorCode}`)
    if (errorCode === 'worker_lost' && (lost.get(id) ?? 0) < mostLost) {
      wrong.push(`${name} was given up after ${lost.get(id) ?? 0} lost attempts`)
    }
    if (status === 'cancelled') {
      const token = tokens.get(jobId) ?? ''
      const story = witness.stories.get(token)
      const reasons: Record<string, boolean | undefined> = {
        cancelled: witness.cancels.has(id),
        job_disabled: story?.wasSwitchedOff || goneSince.has(token),
        job_deleted: story !== undefined && story.deleteAsked !== null,
      }
      if (!reasons[errorCode ?? '']) wrong.push(`${name} was cancelled (${errorCode}) by nobody`)
    } else if (witness.cancels.get(id)) {
      wrong.push(`${name} is ${status}, though its cancellation was acknowledged`)
    }
  }
  return wrong
}
