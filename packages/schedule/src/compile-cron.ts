import { CronExpressionParser } from 'cron-parser'
import { BoundedCache } from './bounded-cache.ts'
import { type CronItems, readCron } from './read-cron.ts'

/** A cron expression ready for the walk. Masks have bit n set when the value n is named. */
export type CompiledCron = {
  fieldTexts: readonly string[]
  minutes: readonly number[]
  hours: readonly number[]
  daysOfMonth: number
  months: number
  daysOfWeek: number
  /** Both day fields restrict, so a day needs to satisfy only one of them (crontab(5)). */
  eitherDay: boolean
  /** The minute or hour field begins with `*`: the schedule follows real time over clock changes. */
  wildcard: boolean
}

const compiledCrons = new BoundedCache<string, CompiledCron>(2_000)

/** The compiled form of an expression that parseCron accepts; throws on any other. */
export function compileCron(expression: string): CompiledCron {
  return compiledCrons.getOrMake(expression, () => {
    const read = readCron(expression)
    if (!read.ok) throw new Error(`not a valid cron expression: ${read.problem.message}`)
    return compileItems(read.items)
  })
}

// As in Vixie's cron, a day field that begins with a star never makes an OR, not even when it has a
// step: then both day fields must match.
export function compileItems(items: CronItems): CompiledCron {
  const fieldTexts = items.map(list => list.join(','))
  const [minutes = [], hours = [], daysOfMonth = [], months = [], daysOfWeek = []] =
    items.map(fieldValues)
  const [minuteStar, hourStar, dayOfMonthStar, , dayOfWeekStar] = fieldTexts.map(text =>
    text.startsWith('*'),
  )
  return {
    fieldTexts,
    minutes,
    hours,
    daysOfMonth: maskOf(daysOfMonth),
    months: maskOf(months),
    daysOfWeek: maskOf(daysOfWeek),
    eitherDay: !dayOfMonthStar && !dayOfWeekStar,
    wildcard: minuteStar === true || hourStar === true,
  }
}

/** Ascending values of one field. One parse per item, because cron-parser refuses `1-5,3`. */
function fieldValues(list: readonly string[], index: number): number[] {
  const values = new Set<number>()
  for (const item of list) {
    const fields = ['*', '*', '*', '*', '*']
    fields[index] = item
    const parsed = CronExpressionParser.parse(fields.join(' ')).fields
    const ordered = [parsed.minute, parsed.hour, parsed.dayOfMonth, parsed.month, parsed.dayOfWeek]
    for (const value of ordered[index]?.values ?? []) {
      values.add(index === 4 ? Number(value) % 7 : Number(value))
    }
  }
  return [...values].sort((a, b) => a - b)
}

function maskOf(values: readonly number[]): number {
  return values.reduce((mask, value) => mask | (1 << value), 0)
}

export function maskHas(mask: number, value: number): boolean {
  return ((mask >>> value) & 1) === 1
}
