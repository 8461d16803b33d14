import type { ExecutionStatus, Trigger } from '@prikke/contract'

/** How the states of executions are called. */
export const statusWords: Record<ExecutionStatus, string> = {
  ...{ success: 'Success', failed: 'Failed', timeout: 'Timed out', running: 'Running' },
  ...{ pending: 'Pending', missed: 'Missed', skipped: 'Skipped', cancelled: 'Cancelled' },
}

/** How what makes executions is called. */
export const triggerNames: Record<Trigger, string> = {
  schedule: 'Schedule',
  manual: 'Run now',
  replay: 'Replay',
}
