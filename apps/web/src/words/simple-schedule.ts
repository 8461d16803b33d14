/** The rhythms that can be chosen without knowing cron. */
export type SimpleSchedule =
  | { kind: 'minutes'; every: number }
  | { kind: 'hours'; every: number; minute: number }
  | { kind: 'day'; time: string }
  | { kind: 'week'; days: readonly number[]; time: string }
  | { kind: 'month'; day: number; time: string }

export type SimpleKind = SimpleSchedule['kind']

/** Cron starts anew with each hour and each day: only what divides them is an even rhythm. */
export const minuteSteps = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const
export const hourSteps = [1, 2, 3, 4, 6, 8, 12] as const
/** Monday first; 0 is Sunday, as in cron. */
export const weekdays = [
  [1, 'Mon'],
  [2, 'Tue'],
  [3, 'Wed'],
  [4, 'Thu'],
  [5, 'Fri'],
  [6, 'Sat'],
  [0, 'Sun'],
] as const

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const macros: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
}

/** The five fields of a rhythm. */
export function cronOf(simple: SimpleSchedule): string {
  switch (simple.kind) {
    case 'minutes':
      return simple.every === 1 ? '* * * * *' : `*/${simple.every} * * * *`
    case 'hours':
      return `${simple.minute} ${simple.every === 1 ? '*' : `*/${simple.every}`} * * *`
    case 'day':
      return `${clockOf(simple.time)} * * *`
    case 'week':
      return `${clockOf(simple.time)} * * ${daysAsCron(simple.days)}`
    case 'month':
      return `${clockOf(simple.time)} ${simple.day} * *`
  }
}

/** The rhythm that an expression stands for; null where it says more than a rhythm can. */
export function simpleOf(expression: string): SimpleSchedule | null {
  const text = expression.trim()
  const fields = (macros[text.toLowerCase()] ?? text).split(/[ \t]+/)
  if (fields.length !== 5) return null
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (month !== '*') return null
  if (day === '*' && weekday === '*') {
    const often = oftenOf(minute, hour)
    if (often !== null) return often
  }
  const time = timeOf(minute, hour)
  if (time === null) return null
  if (day === '*') return weekday === '*' ? { kind: 'day', time } : weekOf(weekday, time)
  const date = numberIn(day, 1, 31)
  return date === null || weekday !== '*' ? null : { kind: 'month', day: date, time }
}

/** A rhythm of another kind that keeps what both have: the time of day. */
export function turnedTo(kind: SimpleKind, from: SimpleSchedule | null): SimpleSchedule {
  const time = from !== null && 'time' in from ? from.time : '09:00'
  switch (kind) {
    case 'minutes':
      return { kind, every: 15 }
    case 'hours':
      return { kind, every: 1, minute: 0 }
    case 'day':
      return { kind, time }
    case 'week':
      return { kind, days: [1, 2, 3, 4, 5], time }
    case 'month':
      return { kind, day: 1, time }
  }
}

function oftenOf(minute: string, hour: string): SimpleSchedule | null {
  if (hour === '*') {
    const every = stepIn(minute, minuteSteps)
    if (every !== null) return { kind: 'minutes', every }
  }
  const past = numberIn(minute, 0, 59)
  const every = stepIn(hour, hourSteps)
  return past === null || every === null ? null : { kind: 'hours', every, minute: past }
}

function weekOf(text: string, time: string): SimpleSchedule | null {
  const days = new Set<number>()
  for (const item of text.toUpperCase().split(',')) {
    const ends = item.split('-').map(dayOf)
    const [first = null, last = first] = ends
    if (ends.length > 2 || first === null || last === null || first > last) return null
    for (let day = first; day <= last; day += 1) days.add(day % 7)
  }
  return { kind: 'week', days: daysInOrder([...days]), time }
}

function dayOf(text: string): number | null {
  const named = dayNames.indexOf(text)
  return named === -1 ? numberIn(text, 0, 7) : named
}

function stepIn(field: string, steps: readonly number[]): number | null {
  if (field === '*') return 1
  const step = Number(/^\*\/(\d{1,2})$/.exec(field)?.[1])
  return steps.includes(step) ? step : null
}

function timeOf(minute: string, hour: string): string | null {
  const [h, m] = [numberIn(hour, 0, 23), numberIn(minute, 0, 59)]
  return h === null || m === null ? null : [h, m].map(n => `${n}`.padStart(2, '0')).join(':')
}

function numberIn(text: string, first: number, last: number): number | null {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1
  return value >= first && value <= last ? value : null
}

/** `09:05` as cron has it: `5 9`. */
function clockOf(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return `${minute} ${hour}`
}

/** `1-5`, `1,3,5`, `5-7`: three and more in a row as a range, in which Sunday is the last day. */
function daysAsCron(days: readonly number[]): string {
  const rows: number[][] = []
  for (const day of daysInOrder(days).map(own => own || 7)) {
    const row = rows.at(-1)
    if (row !== undefined && row.at(-1) === day - 1) row.push(day)
    else rows.push([day])
  }
  const named = (day: number) => `${day % 7}`
  return rows
    .flatMap(row => (row.length > 2 ? [`${row[0]}-${row.at(-1)}`] : row.map(named)))
    .join(',')
}

const daysInOrder = (days: readonly number[]) =>
  weekdays.map(([day]) => day).filter(day => days.includes(day))
