import { type ImportEntry, type ImportPreview, type JobInput, jobInput } from '@prikke/contract'
import { type Call, type CrontabLine, kindOf, readCrontab, readCurl } from '@prikke/paste'
import { describe } from '@prikke/schedule'
import { define, type Judge } from '../jobs/definition.ts'
import { isSecretName } from '../jobs/headers.ts'
import { upcomingRuns } from '../jobs/upcoming-runs.ts'

type Scheduled = { expression: string; timezone: string; name: string | null }

const longestSource = 1_000
const longestName = 120
/** What a curl becomes until somebody says when it is to run. */
const unscheduled = { expression: '@hourly', name: null }

/** What a pasted text would become, each job judged as if it were made. Nothing is stored. */
export function previewImport(text: string, timezone: string, judge: Judge): ImportPreview {
  if (kindOf(text) === 'curl') {
    const schedule = { ...unscheduled, timezone }
    const entries = readCurl(text).map(call => entryOf(call, schedule, judge))
    return { kind: 'curl', entries, ignoredCount: 0 }
  }
  const lines = readCrontab(text)
  const told = lines.filter(({ kind }) => kind === 'job' || kind === 'setting')
  return {
    kind: 'crontab',
    entries: told.map(line => entryOf(line, scheduleOf(line, timezone), judge)),
    ignoredCount: lines.length - told.length,
  }
}

function scheduleOf(line: CrontabLine, timezone: string): Scheduled | null {
  const { expression, name } = line
  return expression === null ? null : { expression, name, timezone: line.timezone ?? timezone }
}

function entryOf(call: Call, schedule: Scheduled | null, judge: Judge): ImportEntry {
  const { line, taken, dropped, problem } = call
  const source =
    call.source.length <= longestSource
      ? call.source
      : `${call.source.slice(0, longestSource).toWellFormed()}…`
  const read = { line, source, taken, dropped }
  const nothing = { ...read, job: null, description: null, nextRun: null, problem }
  if (schedule === null) return nothing
  const parsed = call.request === null ? null : jobInput.safeParse(candidate(call, schedule))
  if (parsed === null) return nothing
  if (!parsed.success) {
    const errors = parsed.error.issues.map(issue => ({ ...issue, path: issue.path.join('.') }))
    return { ...nothing, problem: problem ?? inWords(errors) }
  }
  const defined = define(parsed.data, null, judge)
  const job = parsed.data
  if (!defined.ok) return { ...nothing, job, problem: problem ?? inWords(defined.errors) }
  const { cronExpression, timezone } = defined.definition
  const described = {
    scheduleType: 'cron' as const,
    cronExpression: cronExpression ?? '',
    timezone,
  }
  const [next] = upcomingRuns({ ...described, scheduledAt: null }, judge.now, 1)
  return {
    ...read,
    job: { ...job, cronExpression, timezone },
    description: describe(described),
    nextRun: next?.at ?? null,
    problem,
  }
}

function candidate(
  { request }: Call,
  { expression, timezone, name }: Scheduled,
): Partial<JobInput> | null {
  if (request === null) return null
  const { url, method, body, timeoutMs, retryAttempts, skipsOverlap } = request
  const headers = request.headers.map(([header, value]) => [
    header,
    isSecretName(header) ? { value, secret: true } : value,
  ])
  return {
    name: name ?? nameFor(url),
    ...{ url, body, timezone, method: method as JobInput['method'] },
    headers: Object.fromEntries(headers),
    scheduleType: 'cron',
    cronExpression: expression,
    enabled: false,
    ...(timeoutMs === null ? {} : { timeoutMs }),
    ...(retryAttempts === null ? {} : { retryAttempts }),
    ...(skipsOverlap ? { overlap: 'skip' } : {}),
  }
}

/** Its host and path. */
function nameFor(url: string): string {
  const [, bare = ''] = /^(?:https?:\/\/)?([^?#]*)/i.exec(url) ?? []
  return bare.replace(/\/$/, '').slice(0, longestName).toWellFormed() || 'Imported'
}

const fields: Readonly<Record<string, string>> = {
  url: 'The URL',
  body: 'The body',
  name: 'The name',
  method: 'The method',
  cronExpression: 'The schedule',
  timezone: 'The time zone',
}

function inWords(errors: readonly { path: string; message: string }[]): string {
  const sentences = errors.slice(0, 3).map(({ path, message }) => {
    const [field = '', ...name] = path.split('.')
    const subject = field === 'headers' ? `Header ${name.join('.')}` : (fields[field] ?? field)
    return /^[A-Z"“]/.test(message) ? message : `${subject} ${message}`
  })
  return sentences.map(each => (/[.!?]$/.test(each) ? each : `${each}.`)).join(' ')
}
