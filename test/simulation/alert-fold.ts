type State = { isWorking: boolean; newestFor: number }
export type Ending = {
  executionId: number
  jobId: number
  scheduledFor: number
  status: string
  /** Null when the job is gone. */
  alertOn: 'change' | 'every' | null
  channelIds: number[]
}

/**
 * Who must be told of what, from the results in the order in which they were stored: the state of a
 * job follows its newest occurrence, and each turn of it, or each failure, is told.
 */
export class AlertFold {
  readonly #states = new Map<number, State>()
  /** `execution type channel`, as the unique key of alerts has it. */
  readonly expected = new Set<string>()

  /** Takes what one statement stored. */
  add(endings: Ending[]): void {
    const answered = endings.filter(({ status }) => status !== 'cancelled')
    const newest = new Map<number, Ending>()
    for (const ending of answered) {
      const other = newest.get(ending.jobId)
      if (other === undefined || isNewer(ending, other)) newest.set(ending.jobId, ending)
    }
    const turned = new Set<number>()
    for (const { executionId, jobId, scheduledFor, status, alertOn } of newest.values()) {
      const state = this.#states.get(jobId) ?? { isWorking: true, newestFor: 0 }
      if (scheduledFor < state.newestFor) continue
      const isWorking = status === 'success'
      if (alertOn !== null && isWorking !== state.isWorking) turned.add(executionId)
      this.#states.set(jobId, { isWorking, newestFor: scheduledFor })
    }
    for (const { executionId, status, alertOn, channelIds } of answered) {
      const isFailure = status !== 'success'
      const isTold = turned.has(executionId) || (alertOn === 'every' && isFailure)
      if (alertOn === null || !isTold) continue
      const type = isFailure ? 'execution.failed' : 'job.recovered'
      for (const channelId of channelIds) this.expected.add(`${executionId} ${type} ${channelId}`)
    }
  }
}

const isNewer = (one: Ending, other: Ending) =>
  one.scheduledFor > other.scheduledFor ||
  (one.scheduledFor === other.scheduledFor && one.executionId > other.executionId)
