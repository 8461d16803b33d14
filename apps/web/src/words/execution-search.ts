import type {
  CancelInput,
  ExecutionStatus,
  FinalStatus,
  ReplayInput,
  Trigger,
} from '@prikke/contract'

/** The address of the explorer, as the router reads it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>

/** Times up to now, as an address names them: they stay what they are whenever it is opened. */
export const presets = [
  { key: '15m', ms: 900_000, words: 'Last 15 minutes' },
  { key: '1h', ms: 3_600_000, words: 'Last hour' },
  { key: '6h', ms: 21_600_000, words: 'Last 6 hours' },
  { key: '24h', ms: 86_400_000, words: 'Last 24 hours' },
  { key: '7d', ms: 604_800_000, words: 'Last 7 days' },
  { key: '30d', ms: 2_592_000_000, words: 'Last 30 days' },
] as const

export type Preset = (typeof presets)[number]['key']
const usual: Preset = '24h'

export type Range = { last: Preset } | { from: string; to: string | undefined }

/** Which executions are looked for, as the API takes it. */
export type ExecutionSearch = {
  status?: ExecutionStatus[]
  statusCode?: string[]
  jobId?: string[]
  tag?: string[]
  trigger?: Trigger[]
  errorCode?: string[]
  id?: string[]
  replayId?: string
  minDurationMs?: number
  minAttempt?: number
  q?: string
}

const lists = ['status', 'statusCode', 'jobId', 'tag', 'trigger', 'errorCode', 'id'] as const
const numbers = ['minDurationMs', 'minAttempt'] as const
const texts = ['q', 'replayId'] as const

/** What changes in a search; undefined takes it away. */
export type SearchChange = { [Name in keyof ExecutionSearch]?: ExecutionSearch[Name] | undefined }

export function readSearch(params: SearchParams): ExecutionSearch {
  const search: Record<string, unknown> = {}
  for (const name of lists) {
    const values = [params[name] ?? []].flat().filter(value => value !== '')
    if (values.length > 0) search[name] = values
  }
  for (const name of numbers) {
    const value = Number(first(params[name]))
    if (value > 0) search[name] = Math.floor(value)
  }
  for (const name of texts) {
    const value = first(params[name])
    if (value) search[name] = value
  }
  return search as ExecutionSearch
}

export function readRange(params: SearchParams): Range {
  const [from, to, last] = [first(params.from), first(params.to), first(params.last)]
  if (isInstant(from)) return { from, to: isInstant(to) ? to : undefined }
  return { last: presets.find(({ key }) => key === last)?.key ?? usual }
}

/** The address of a search, from which it can be read again. */
export function searchQuery(search: ExecutionSearch, range: Range): string {
  const query = new URLSearchParams()
  if (!('last' in range)) {
    query.set('from', range.from)
    if (range.to !== undefined) query.set('to', range.to)
  } else if (range.last !== usual) query.set('last', range.last)
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value ?? []].flat()) query.append(name, String(each))
  }
  return query.toString()
}

export type Span = { from: string; to?: string }

export function changed(search: ExecutionSearch, change: SearchChange): ExecutionSearch {
  const entries = Object.entries({ ...search, ...change })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ExecutionSearch
}

/** Into so many parts a chart cuts a range. */
const parts = 72

/**
 * From when to when a range reaches now; open at the end where it goes on with the time. Its beginning
 * moves on by a part of the chart at a time, so that bars stand still in between.
 */
export function spanOf(range: Range, now: number): Span {
  if (!('last' in range)) return { from: range.from, ...(range.to && { to: range.to }) }
  const { ms, step } = lengthOf(range.last)
  return { from: new Date(Math.floor((now - ms) / step) * step).toISOString() }
}

/** The same for a chart, which ends with the part that is under way. */
export function chartSpan(range: Range, now: number): Span & { buckets: number } {
  const span = spanOf(range, now)
  if (!('last' in range)) return { ...span, buckets: parts }
  const end = Date.parse(span.from) + (parts + 1) * lengthOf(range.last).step
  return { ...span, to: new Date(end).toISOString(), buckets: parts + 1 }
}

function lengthOf(preset: Preset) {
  const { ms } = presets.find(({ key }) => key === preset) ?? presets[3]
  return { ms, step: ms / parts }
}

export const isFiltered = (search: ExecutionSearch) => Object.keys(search).length > 0

const finals: readonly FinalStatus[] = [
  'success',
  'failed',
  'timeout',
  'missed',
  'skipped',
  'cancelled',
]

type Between = { from?: string; to?: string }

/** The same search of what is over, to be run again; null when it looks for nothing that is. */
export function replayFilter(search: ExecutionSearch, span: Between): ReplayInput['filter'] | null {
  const status = finals.filter(each => search.status?.includes(each) ?? true)
  return status.length === 0 ? null : ({ ...search, ...span, status } as ReplayInput['filter'])
}

/** The same search of what waits, to be cancelled; null when it looks for nothing that does. */
export function cancelFilter(search: ExecutionSearch, span: Between): CancelInput['filter'] | null {
  const { status, statusCode, errorCode, minDurationMs, q, ...rest } = search
  const isOver = [statusCode, errorCode, minDurationMs, q].some(asked => asked !== undefined)
  if (isOver || status?.includes('pending') === false) return null
  return { ...rest, ...span }
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

const isInstant = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(text))
