/** What a clock on the wall shows, to the minute; `label` is the same written as if it were UTC. */
export type Wall = {
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  label: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** What the clocks of a zone show at an instant (epoch ms), as the platform formats it. */
export function wallAt(timeZone: string, at: number): Wall {
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    const numeric = 'numeric'
    const date = { year: numeric, month: numeric, day: numeric } as const
    const time = { hour: numeric, minute: numeric, hourCycle: 'h23' } as const
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, ...date, ...time })
    formatters.set(timeZone, formatter)
  }
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] =
    formatter.format(at).match(/\d+/g)?.map(Number) ?? []
  return wallOf(Date.UTC(year, month - 1, day, hour, minute))
}

/** The wall that a label stands for, whether or not any clock ever shows it. */
export function wallOf(label: number): Wall {
  const date = new Date(label)
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    label,
  }
}
