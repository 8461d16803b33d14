import { CronExpressionParser } from 'cron-parser'
import { BoundedCache } from './bounded-cache.ts'
import { type CronItems, readCron } from './read-cron.ts'
import { maskOf, type ValueMask } from './value-mask.ts'

/** A cron expression ready for the walk. */
export type CompiledCron = {
  fieldTexts: readonly string[]
  minutes: readonly number[]
  hours: readonly number[]
  daysOfMonth: ValueMask
  months: ValueMask
  daysOfWeek: ValueMask
  /** Both day fields restrict, so a day needs to satisfy only one of them (crontab(5)). */
  eitherDay: boolean
  /** The minute or hour field begins with `*`: the schedule follows real time over clock changes. */
  wildcard: boolean
}

const compiledCrons = new BoundedCache<string, CompiledCron>(2_000)
const itemValues = new BoundedCache<string, readonly number[]>(2_000)

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
  const values = list.flatMap(item =>
    itemValues.getOrMake(`${index} ${item}`, () => parseItem(item, index)),
  )
  return [...new Set(values)].sort((a, b) => a - b)
}

function parseItem(item: string, index: number): readonly number[] {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = CronExpressionParser.parse(
    ['*', '*', '*', '*', '*'].with(index, item).join(' '),
  ).fields
  const values = [minute, hour, dayOfMonth, month, dayOfWeek][index]?.values ?? []
  const sundayIsZero = index === 4 ? 7 : Number.POSITIVE_INFINITY
  return values.map(value => Number(value) % sundayIsZero)
}
