import type { ExecutionStatus, ExecutionSummary, Job } from '@prikke/contract'

/** Every state that a screen names, of executions and of jobs. */
export type ShownStatus = ExecutionStatus | 'retrying' | 'paused' | 'new'

/** A pending execution that has been tried is said to be retrying. */
export function statusOfExecution(
  execution: Pick<ExecutionSummary, 'status' | 'attempt'>,
): ShownStatus {
  return execution.status === 'pending' && execution.attempt > 0 ? 'retrying' : execution.status
}

/** How a job stands: how it last went, unless it is switched off or never ran. */
export function statusOfJob(job: Pick<Job, 'enabled' | 'lastStatus'>): ShownStatus {
  return job.enabled ? (job.lastStatus ?? 'new') : 'paused'
}

/** True until nothing more will happen to it. */
export const isOpen = (status: ExecutionStatus) => status === 'pending' || status === 'running'
