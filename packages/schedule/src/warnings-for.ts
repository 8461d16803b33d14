import { clockChangeMessages } from './clock-change-messages.ts'
import { type CompiledCron, compileCron } from './compile-cron.ts'
import { describe } from './describe.ts'
import { listInWords } from './list-in-words.ts'
import type { Schedule } from './schedule.ts'
import { maskHas } from './value-mask.ts'

export type ScheduleWarning = {
  code: 'day_or_weekday' | 'day_and_weekday' | 'short_month' | 'clock_change'
  message: string
}

const months: readonly { name: string; length: number }[] = [
  { name: 'January', length: 31 },
  { name: 'February', length: 28 },
  { name: 'March', length: 31 },
  { name: 'April', length: 30 },
  { name: 'May', length: 31 },
  { name: 'June', length: 30 },
  { name: 'July', length: 31 },
  { name: 'August', length: 31 },
  { name: 'September', length: 30 },
  { name: 'October', length: 31 },
  { name: 'November', length: 30 },
  { name: 'December', length: 31 },
]

/**
 * What may surprise about a schedule: cron's rule for two day fields, months without the day named,
 * and each clock change within the 12 months after `from` (epoch milliseconds) that touches it.
 */
export function warningsFor(schedule: Schedule, from: number): ScheduleWarning[] {
  if (schedule.scheduleType === 'once') return []
  const cron = compileCron(schedule.cronExpression)
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + 1)
  return [
    ...dayWarnings(cron, schedule),
    ...shortMonthWarnings(cron),
    ...clockChangeMessages(cron, schedule.timezone, from, until.getTime()).map(
      (message): ScheduleWarning => ({ code: 'clock_change', message }),
    ),
  ]
}

function dayWarnings(cron: CompiledCron, schedule: Schedule): ScheduleWarning[] {
  const [, , dayOfMonth, , dayOfWeek] = cron.fieldTexts
  if (dayOfMonth === '*' || dayOfWeek === '*') return []
  if (cron.eitherDay) {
    const rule = 'Day of month and day of week are both set. Cron runs when EITHER matches'
    return [{ code: 'day_or_weekday', message: `${rule}: ${describe(schedule)}.` }]
  }
  const rule =
    'A day field begins with *, so cron runs only when day of month AND day of week match'
  return [{ code: 'day_and_weekday', message: `${rule}: ${describe(schedule)}.` }]
}

/** Only for days named by themselves: a range such as 28-31 runs off the end of a month on purpose. */
function shortMonthWarnings(cron: CompiledCron): ScheduleWarning[] {
  const text = cron.fieldTexts[2] ?? '*'
  if (text.startsWith('*')) return []
  return [29, 30, 31].flatMap(day => {
    if (!maskHas(cron.daysOfMonth, day) || maskHas(cron.daysOfMonth, day - 1)) return []
    const without = months.filter(
      ({ length }, index) => length < day && maskHas(cron.months, index + 1),
    )
    if (without.length === 0) return []
    const names = listInWords(without.map(month => month.name))
    const message =
      day === 29
        ? 'Day 29 comes in February only in leap years.'
        : `Day ${day} does not come in ${names}.`
    return [{ code: 'short_month' as const, message }]
  })
}
