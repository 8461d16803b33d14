import type { Execution, ExecutionSummary, Page, Replay, ReplayInput } from '@prikke/contract'
import { get, post } from './call.ts'

/** What ran. */
export const executionsApi = {
  executions: (jobId: string, cursor?: string) =>
    get<Page<ExecutionSummary>>(`jobs/${jobId}/executions`, { cursor }),
  execution: (id: string) => get<Execution>(`executions/${id}`),
  replay: (id: string) => post<Execution>(`executions/${id}/replay`),
  countReplay: (filter: ReplayInput['filter']) =>
    post<{ count: number }>('replays', { filter, dryRun: true }),
  replayMany: (filter: ReplayInput['filter'], expectedCount: number) =>
    post<Replay>('replays', { filter, expectedCount }),
  cancel: (id: string) => post<Execution>(`executions/${id}/cancel`),
}
