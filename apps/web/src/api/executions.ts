import type {
  CancelInput,
  Execution,
  ExecutionNeighbours,
  ExecutionSummary,
  Histogram,
  Page,
  Replay,
  ReplayEdit,
  ReplayInput,
} from '@prikke/contract'
import { get, post, type Query } from './call.ts'

/** What ran. */
export const executionsApi = {
  executions: (jobId: string, cursor?: string) =>
    get<Page<ExecutionSummary>>(`jobs/${jobId}/executions`, { cursor }),
  /** By the filters that docs/api.md names. */
  findExecutions: (query: Query) => get<Page<ExecutionSummary>>('executions', query),
  countExecutions: (query: Query) =>
    get<{ count: number; atLeast: boolean }>('executions/count', query),
  histogram: (query: Query) => get<Histogram>('executions/histogram', query),
  execution: (id: string) => get<Execution>(`executions/${id}`),
  neighbours: (id: string) => get<ExecutionNeighbours>(`executions/${id}/neighbours`),
  replay: (id: string, edit?: ReplayEdit) => post<Execution>(`executions/${id}/replay`, edit),
  cancel: (id: string) => post<Execution>(`executions/${id}/cancel`),
  countCancel: (filter: CancelInput['filter']) =>
    post<{ count: number }>('executions/cancel', { filter, dryRun: true }),
  cancelMany: (filter: CancelInput['filter'], expectedCount: number) =>
    post<{ count: number }>('executions/cancel', { filter, expectedCount }),
  countReplay: (filter: ReplayInput['filter']) =>
    post<{ count: number; deletedJobCount: number }>('replays', { filter, dryRun: true }),
  replayMany: (filter: ReplayInput['filter'], expectedCount: number) =>
    post<Replay>('replays', { filter, expectedCount }),
  replayOfMany: (id: string) => get<Replay>(`replays/${id}`),
  cancelReplay: (id: string) => post<Replay>(`replays/${id}/cancel`),
}
