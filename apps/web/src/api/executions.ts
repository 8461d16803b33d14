import type { Execution, ExecutionSummary, Page } from '@prikke/contract'
import { get, post } from './call.ts'

/** What ran. */
export const executionsApi = {
  executions: (jobId: string, cursor?: string) =>
    get<Page<ExecutionSummary>>(`jobs/${jobId}/executions`, { cursor }),
  execution: (id: string) => get<Execution>(`executions/${id}`),
  replay: (id: string) => post<Execution>(`executions/${id}/replay`),
  cancel: (id: string) => post<Execution>(`executions/${id}/cancel`),
}
