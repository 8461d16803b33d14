import type {
  Execution,
  Job,
  JobInput,
  JobPatch,
  JobsBulkInput,
  JobsBulkResult,
  JobsTriggerInput,
  Page,
  Preview,
  PreviewInput,
  UpcomingRun,
} from '@prikke/contract'
import { call, get, post, type Query, remove } from './call.ts'

/** Jobs and their schedules. */
export const jobsApi = {
  jobs: (query: Query) => get<Page<Job>>('jobs', query),
  /** One of those that are on and failing, if there is any. */
  failingJob: () => get<Page<Job>>('jobs', { failing: true, enabled: true, limit: 1 }),
  findJobs: (q: string) => get<Page<Job>>('jobs', { q, limit: 8 }),
  /** A job that ran well the last time, if there is any. */
  succeedingJob: () => get<Page<Job>>('jobs', { status: 'success', limit: 1 }),
  job: (id: string) => get<Job>(`jobs/${id}`),
  createJob: (input: Partial<JobInput>) => post<Job>('jobs', input),
  /** With the `version` that the change was made of it is refused when there is a later one. */
  patchJob: (id: string, patch: JobPatch, version?: number) =>
    call<Job>(
      `jobs/${id}`,
      { method: 'patch', json: patch },
      version === undefined ? {} : { 'If-Match': `"${version}"` },
    ),
  deleteJob: (id: string) => remove(`jobs/${id}`),
  changeJobs: (input: Partial<JobsBulkInput>) => post<JobsBulkResult>('jobs/bulk', input),
  triggerJobs: (input: Partial<JobsTriggerInput>) =>
    post<{ matchedCount: number }>('jobs/bulk/trigger', input),
  tags: () => get<Page<{ tag: string; jobCount: number }>>('tags', { limit: 100 }),
  triggerJob: (id: string) => post<Execution>(`jobs/${id}/trigger`),
  upcoming: (id: string) => get<{ data: UpcomingRun[] }>(`jobs/${id}/upcoming`),
  /** The answer to what was typed before is not waited for once `signal` is aborted. */
  preview: (input: PreviewInput, signal?: AbortSignal) =>
    call<Preview>('schedules/preview', {
      method: 'post',
      json: input,
      ...(signal === undefined ? {} : { signal }),
    }),
}
