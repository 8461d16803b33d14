import type { Job, JobInput, JobPatch, PreviewInput } from '@prikke/contract'
import { instantOfWallTime, wallTimeOf } from './instant.ts'

/** A header as it is typed; `kept` marks a stored secret, whose value nobody can read. */
export type HeaderDraft = { name: string; value: string; secret: boolean; kept: boolean }

/** A job as it is typed: numbers and instants still as text, wall times in the job's zone. */
export type JobDraft = Pick<
  JobInput,
  'name' | 'url' | 'method' | 'scheduleType' | 'timezone' | 'overlap' | 'catchUp' | 'alertOn'
> & {
  headers: HeaderDraft[]
  body: string
  cronExpression: string
  runAt: string
  timeoutSeconds: string
  /** Empty: as the kind of schedule has it. */
  retryAttempts: string
}

export function emptyDraft(timezone: string): JobDraft {
  return {
    name: '',
    url: '',
    method: 'GET',
    headers: [],
    body: '',
    scheduleType: 'cron',
    cronExpression: '*/15 * * * *',
    runAt: '',
    timezone,
    timeoutSeconds: '30',
    retryAttempts: '',
    overlap: 'allow',
    catchUp: 'latest',
    alertOn: 'change',
  }
}

export function draftOf(job: Job): JobDraft {
  const { name, url, method, scheduleType, timezone, overlap, catchUp, alertOn } = job
  return {
    ...{ name, url, method, scheduleType, timezone, overlap, catchUp, alertOn },
    headers: Object.entries(job.headers).map(([header, value]) =>
      typeof value === 'string'
        ? { name: header, value, secret: false, kept: false }
        : { name: header, value: '', secret: true, kept: true },
    ),
    body: job.body ?? '',
    cronExpression: job.cronExpression ?? '',
    runAt: job.scheduledAt === null ? '' : wallTimeOf(job.scheduledAt, timezone),
    timeoutSeconds: String(job.timeoutMs / 1000),
    retryAttempts: String(job.retryAttempts),
  }
}

/** The draft as the API takes a new job. */
export function inputOf(draft: JobDraft): Partial<JobInput> {
  const { name, url, method, scheduleType, timezone, overlap, catchUp, alertOn } = draft
  const isCron = scheduleType === 'cron'
  return {
    ...{ name, url, method, scheduleType, timezone, overlap, catchUp, alertOn },
    headers: Object.fromEntries(draft.headers.filter(isFilled).map(headerOf)),
    body: draft.body === '' ? null : draft.body,
    cronExpression: isCron ? draft.cronExpression.trim() : null,
    scheduledAt: isCron ? null : instantOfWallTime(draft.runAt, timezone),
    timeoutMs: Math.round(Number(draft.timeoutSeconds) * 1000),
    ...(draft.retryAttempts === '' ? {} : { retryAttempts: Number(draft.retryAttempts) }),
  }
}

/** The draft as a merge patch of the job it came from: headers taken out are null. */
export function patchOf(draft: JobDraft, job: Job): JobPatch {
  const input = inputOf(draft)
  const kept = new Set(Object.keys(input.headers ?? {}))
  const gone = Object.keys(job.headers).filter(name => !kept.has(name))
  const headers = { ...Object.fromEntries(gone.map(name => [name, null])), ...input.headers }
  return { ...input, headers }
}

/** What the preview needs; null while there is nothing to preview. */
export function previewOf(
  draft: Pick<JobDraft, 'scheduleType' | 'cronExpression' | 'runAt' | 'timezone'>,
): PreviewInput | null {
  const timezone = draft.timezone.trim()
  if (timezone === '') return null
  if (draft.scheduleType === 'cron') {
    const cronExpression = draft.cronExpression.trim()
    return cronExpression === '' ? null : { cronExpression, timezone }
  }
  const scheduledAt = instantOfWallTime(draft.runAt, timezone)
  return scheduledAt === null ? null : { scheduledAt, timezone }
}

const isFilled = ({ name, value }: HeaderDraft) => name.trim() !== '' || value !== ''

function headerOf(header: HeaderDraft): [string, JobInput['headers'][string]] {
  const name = header.name.trim()
  if (!header.secret) return [name, header.value]
  const unchanged = header.kept && header.value === ''
  return [name, unchanged ? { secret: true } : { value: header.value, secret: true }]
}
