import { isDeepStrictEqual } from 'node:util'
import type { JobInput, JobPatch } from '@prikke/contract'
import type { jobs } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import type { Invalid } from '../problem.ts'
import { checkRequest } from './check-request.ts'
import { checkResume } from './check-resume.ts'
import { checkSchedule } from './check-schedule.ts'
import { patchHeaders, unmask } from './headers.ts'
import { type ClearHeaders, openHeaders } from './sealed-headers.ts'

type JobRow = typeof jobs.$inferSelect

/** What a person says about a job, checked; its secrets are in clear. */
export type Definition = Pick<
  JobRow,
  | 'key'
  | 'name'
  | 'tags'
  | 'url'
  | 'method'
  | 'body'
  | 'scheduleType'
  | 'cronExpression'
  | 'timezone'
  | 'intervalMinutes'
  | 'enabled'
  | 'pauseNote'
  | 'retryAttempts'
  | 'timeoutMs'
  | 'overlap'
  | 'catchUp'
  | 'alertOn'
> & { scheduledAt: string | null; resumeAt: string | null; headers: ClearHeaders }

export type Defined = { ok: true; definition: Definition } | { ok: false; errors: Invalid[] }

/** What a definition is judged by: which targets may be called, and the time in epoch ms. */
export type Judge = {
  checkUrl: (url: string) => { code: string; message: string } | null
  now: number
}

const defaultRetries = { cron: 0, once: 5 } as const

/**
 * Checks all of a job beyond its shape. `before` is the job as it stands: what has not changed is
 * not judged anew, so a one-time job whose time has passed can still be renamed.
 */
export function define(input: JobInput, before: Definition | null, judge: Judge): Defined {
  const isSameUrl = input.url === before?.url
  const checked = checkRequest(input, before?.headers ?? {}, isSameUrl ? null : judge.checkUrl)
  const schedule = checkSchedule(input, before, judge.now)
  const errors = [checked, schedule].flatMap(each => (each.ok ? [] : each.errors))
  const resumeAt = input.resumeAt === null ? null : new Date(input.resumeAt).toISOString()
  errors.push(...checkResume({ ...input, resumeAt }, before, judge.now))
  if (errors.length > 0 || !checked.ok || !schedule.ok) return { ok: false, errors }
  const definition = {
    ...input,
    ...schedule.schedule,
    resumeAt,
    headers: checked.headers,
    retryAttempts: input.retryAttempts ?? defaultRetries[input.scheduleType],
  }
  return { ok: true, definition }
}

/** The definition in a stored row. */
export function definitionOf(row: JobRow, vault: Vault): Definition {
  return { ...openFieldsOf(row), headers: openHeaders(row.headers, row.id, vault) }
}

/** All of it but the headers. */
export function openFieldsOf(row: JobRow): Omit<Definition, 'headers'> {
  return {
    key: row.key,
    name: row.name,
    tags: row.tags,
    url: row.url,
    method: row.method,
    body: row.body,
    scheduleType: row.scheduleType,
    cronExpression: row.cronExpression,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    timezone: row.timezone,
    intervalMinutes: row.intervalMinutes,
    enabled: row.enabled,
    pauseNote: row.pauseNote,
    // A version before this one may have left it on a job that it switched on.
    resumeAt: row.enabled ? null : (row.resumeAt?.toISOString() ?? null),
    retryAttempts: row.retryAttempts,
    timeoutMs: row.timeoutMs,
    overlap: row.overlap,
    catchUp: row.catchUp,
    alertOn: row.alertOn,
  }
}

/**
 * The definition with a merge patch applied. A new kind of schedule drops what only the old one has, and
 * a job that is switched on what was said of its pause.
 */
export function patched(before: Definition, { headers, ...patch }: JobPatch): JobInput {
  const { intervalMinutes, ...own } = before
  const turned = patch.scheduleType !== undefined && patch.scheduleType !== before.scheduleType
  const dropped = turned ? { cronExpression: null, scheduledAt: null } : {}
  const goesOn = patch.enabled === true && !before.enabled
  return {
    ...own,
    ...dropped,
    ...(goesOn ? endedPause : {}),
    ...given(patch),
    headers: headers === undefined ? unmask(before.headers) : patchHeaders(before.headers, headers),
  } as JobInput
}

/** What a job that goes on has left of its pause. */
export const endedPause = { pauseNote: null, resumeAt: null } as const

/** Only what a patch names: a field left out must not overwrite with undefined. */
const given = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>

export const isSame = (a: Definition, b: Definition) => isDeepStrictEqual(a, b)
