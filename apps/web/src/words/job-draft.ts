import type { Job, JobInput, JobPatch, PreviewInput } from '@prikke/contract'
import { instantOfWallTime, wallTimeOf } from './instant.ts'
import { type BodyKind, kindOfBody } from './request-body.ts'

/** A header as it is typed; `kept` marks a stored secret, whose value nobody can read. */
export type HeaderDraft = { name: string; value: string; secret: boolean; kept: boolean }

/** A job as it is typed: numbers and instants still as text, wall times in the job's zone. */
export type JobDraft = Pick<
  JobInput,
  | 'name'
  | 'url'
  | 'method'
  | 'scheduleType'
  | 'timezone'
  | 'overlap'
  | 'catchUp'
  | 'alertOn'
  | 'tags'
> & {
  headers: HeaderDraft[]
  body: string
  bodyKind: BodyKind
  cronExpression: string
  runAt: string
  timeoutSeconds: string
  /** Empty: as the kind of schedule has it. */
  retryAttempts: string
  /** Empty: none. */
  key: string
}

export function emptyDraft(timezone: string): JobDraft {
  return {
    name: '',
    url: '',
    method: 'GET',
    headers: [],
    body: '',
    bodyKind: 'none',
    scheduleType: 'cron',
    cronExpression: '*/15 * * * *',
    runAt: '',
    timezone,
    timeoutSeconds: '30',
    retryAttempts: '',
    overlap: 'allow',
    catchUp: 'latest',
    alertOn: 'change',
    tags: [],
    key: '',
  }
}

export function draftOf(job: Job): JobDraft {
  return draftFrom(emptyDraft(job.timezone), job)
}

/** A new job that begins as a stored one, without its key and the values of its secrets. */
export function copyOf(job: Job): JobDraft {
  const draft = draftOf(job)
  const headers = draft.headers.map(header => ({ ...header, kept: false }))
  return { ...draft, name: `Copy of ${job.name}`.slice(0, 120), key: '', headers }
}

/** A draft with what an input says of it in place of its own. */
export function draftFrom(draft: JobDraft, given: Partial<JobInput> | Job): JobDraft {
  const timezone = given.timezone ?? draft.timezone
  const changed: Partial<JobDraft> = { timezone }
  for (const field of ['name', 'url', 'method', 'scheduleType'] as const)
    take(changed, given, field)
  for (const field of ['overlap', 'catchUp', 'alertOn', 'tags'] as const)
    take(changed, given, field)
  if (given.headers !== undefined) changed.headers = Object.entries(given.headers).map(headerFrom)
  if (given.body !== undefined) {
    changed.body = given.body ?? ''
    changed.bodyKind = kindOfBody(given.body, contentTypeIn(changed.headers ?? draft.headers))
  }
  if (given.cronExpression) changed.cronExpression = given.cronExpression
  if (given.scheduledAt) changed.runAt = wallTimeOf(given.scheduledAt, timezone)
  if (given.timeoutMs !== undefined) changed.timeoutSeconds = String(given.timeoutMs / 1000)
  if (given.retryAttempts !== undefined) changed.retryAttempts = String(given.retryAttempts)
  if (given.key !== undefined) changed.key = given.key ?? ''
  return { ...draft, ...changed, tags: [...(changed.tags ?? draft.tags)] }
}

/** The draft as the API takes a new job. */
export function inputOf(draft: JobDraft): Partial<JobInput> {
  const { name, method, scheduleType, timezone, overlap, catchUp, alertOn, tags } = draft
  const isCron = scheduleType === 'cron'
  return {
    ...{ name, url: draft.url.trim(), method, scheduleType, timezone, overlap, catchUp, alertOn },
    ...{ key: draft.key.trim() || null, tags },
    headers: Object.fromEntries(draft.headers.filter(isFilled).map(headerOf)),
    body: bodyOf(draft),
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
    // As it was typed: what is wrong is told by its place in the text.
    const { cronExpression } = draft
    return cronExpression.trim() === '' ? null : { cronExpression, timezone }
  }
  const scheduledAt = instantOfWallTime(draft.runAt, timezone)
  return scheduledAt === null ? null : { scheduledAt, timezone }
}

/** The draft without what must not lie about: values of secret headers. */
export function withoutSecrets(draft: JobDraft): JobDraft {
  const headers = draft.headers.map(header => (header.secret ? { ...header, value: '' } : header))
  return { ...draft, headers }
}

/** The body as it is sent; null for none. */
export const bodyOf = ({ body, bodyKind }: Pick<JobDraft, 'body' | 'bodyKind'>) =>
  bodyKind === 'none' || body === '' ? null : body

/** The value of the content type among headers as they are typed. */
export const contentTypeIn = (headers: readonly HeaderDraft[]) =>
  headers.find(({ name }) => name.trim().toLowerCase() === 'content-type')?.value

const isFilled = ({ name, value }: HeaderDraft) => name.trim() !== '' || value !== ''

function take<K extends keyof JobDraft & keyof JobInput>(
  changed: Partial<JobDraft>,
  given: Partial<Pick<JobInput, K>>,
  field: K,
): void {
  if (given[field] !== undefined) Object.assign(changed, { [field]: given[field] })
}

function headerOf(header: HeaderDraft): [string, JobInput['headers'][string]] {
  const name = header.name.trim()
  if (!header.secret) return [name, header.value]
  const unchanged = header.kept && header.value === ''
  return [name, unchanged ? { secret: true } : { value: header.value, secret: true }]
}

function headerFrom([name, given]: [
  string,
  string | { secret: true; value?: string | undefined },
]): HeaderDraft {
  if (typeof given === 'string') return { name, value: given, secret: false, kept: false }
  return { name, value: given.value ?? '', secret: true, kept: given.value === undefined }
}
