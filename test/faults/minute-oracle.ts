/** When a job is to run, in the words of the load. */
export type Schedule =
  | { type: 'cron'; expression: string; timezone: string }
  | { type: 'once'; at: number }

const minuteMs = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()
const fieldsSeen = new Map<string, number[]>()
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/**
 * Whether a schedule names this instant (epoch ms). Knows nothing of the product: it asks the
 * platform what the clock on the wall says and compares field by field.
 */
export function namesInstant(schedule: Schedule, at: number): boolean {
  if (schedule.type === 'once') return schedule.at === at
  if (at % minuteMs !== 0) return false
  const wall = wallFields(schedule.timezone, at)
  return schedule.expression.split(' ').every((field, n) => matches(field, wall[n] ?? -1))
}

/** Minute, hour, day, month and weekday as a clock in that zone shows them. */
function wallFields(timezone: string, at: number): number[] {
  const seen = fieldsSeen.get(`${timezone} ${at}`)
  if (seen !== undefined) return seen
  let format = formats.get(timezone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      minute: 'numeric',
      hour: 'numeric',
      day: 'numeric',
      month: 'numeric',
      weekday: 'short',
    })
    formats.set(timezone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(part => [part.type, part.value]))
  const number = (name: string) => Number(parts[name])
  const fields = [
    number('minute'),
    number('hour'),
    number('day'),
    number('month'),
    weekdays.indexOf(parts.weekday ?? ''),
  ]
  fieldsSeen.set(`${timezone} ${at}`, fields)
  return fields
}

/** `*`, `7`, `1,5`, `1-9`, each with `/n`: all that the load writes. */
function matches(field: string, value: number): boolean {
  return field.split(',').some(part => {
    const [range = '', step = '1'] = part.split('/')
    const [first = '', last = first] = range.split('-')
    const from = range === '*' ? 0 : Number(first)
    const to = range === '*' ? 59 : Number(last)
    return value >= from && value <= to && (value - from) % Number(step) === 0
  })
}
