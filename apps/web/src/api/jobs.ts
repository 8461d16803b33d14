import type {
  Execution,
  Job,
  JobInput,
  JobPatch,
  Page,
  Preview,
  PreviewInput,
  UpcomingRun,
} from '@prikke/contract'
import { call, get, post, remove } from './call.ts'

/** Jobs and their schedules. */
export const jobsApi = {
  jobs: (query: { q?: string | undefined; cursor?: string | undefined }) =>
    get<Page<Job>>('jobs', query),
  /** One of those that are on and failing, if there is any. */
  failingJob: () => get<Page<Job>>('jobs', { failing: true, enabled: true, limit: 1 }),
  findJobs: (q: string) => get<Page<Job>>('jobs', { q, limit: 8 }),
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
  triggerJob: (id: string) => post<Execution>(`jobs/${id}/trigger`),
  upcoming: (id: string) => get<{ data: UpcomingRun[] }>(`jobs/${id}/upcoming`),
  preview: (input: PreviewInput) => post<Preview>('schedules/preview', input),
}
