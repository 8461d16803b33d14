import cronstrue from 'cronstrue'
import { BoundedCache } from './bounded-cache.ts'
import { type CompiledCron, compileCron } from './compile-cron.ts'
import { cronFields } from './cron-fields.ts'
import { fieldValues } from './field-values.ts'
import { formatDate, formatTime } from './format-wall-time.ts'
import { listInWords } from './list-in-words.ts'
import { localTime } from './local-time.ts'
import type { Schedule } from './schedule.ts'

const phrases = new BoundedCache<string, string>(2_000)

/** More times of day than this are described by their pattern instead of one by one. */
const mostTimesListed = 4

/**
 * A schedule as an English phrase on the 24-hour clock, such as
 * `At 00:00, on day 13 of the month OR on Friday, Europe/Oslo time`.
 */
export function describe(schedule: Schedule): string {
  const zone = schedule.timezone === 'UTC' ? 'UTC' : `${schedule.timezone} time`
  if (schedule.scheduleType === 'once') {
    const { local } = localTime(schedule.scheduledAt, schedule.timezone)
    return `Once, on ${formatDate(local)} at ${formatTime(local)}, ${zone}`
  }
  const cron = compileCron(schedule.cronExpression)
  const fields = plainFields(cron)
  const days = describeDays(cron, fields)
  const sameAllDay = fields.slice(1).every(field => field === '*')
  return `${describeTime(cron, fields)}${days}${sameAllDay ? '' : `, ${zone}`}`
}

function describeTime(cron: CompiledCron, fields: readonly string[]): string {
  const [minute = '*', hour = '*'] = fields
  if (cron.minutes.length * cron.hours.length > mostTimesListed) {
    return inWords([minute, hour, '*', '*', '*'])
  }
  const times = cron.hours.flatMap(h =>
    cron.minutes.map(m => `${`${h}`.padStart(2, '0')}:${`${m}`.padStart(2, '0')}`),
  )
  return `At ${listInWords(times)}`
}

/** crontab(5)'s rule for two day fields is said aloud; cronstrue's "and" means either of the two. */
function describeDays(cron: CompiledCron, fields: readonly string[]): string {
  const [, hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = fields
  const inMonth = everyNthDay(cron) ?? addedBy(['0', '0', dayOfMonth, '*', '*'])
  const inWeek = addedBy(['0', '0', '*', '*', dayOfWeek])
  const inYear = addedBy(['0', '0', '*', month, '*'])
  if (inMonth === '' || inWeek === '') {
    const days = `${inMonth}${inWeek}${inYear}`
    return days === '' && /^\d/.test(hour) ? ' every day' : days
  }
  const weekdays = inWeek.replace(/^, (only )?/, '')
  return cron.eitherDay
    ? `${inMonth} OR ${weekdays}${inYear}`
    : `${inMonth}, if that day is also ${weekdays.replace(/^on /, 'a ')}${inYear}`
}

/** A short form for the long lists that a step over the days of the month makes. */
function everyNthDay(cron: CompiledCron): string | null {
  const step = /^\*\/([2-6])$/.exec(cron.fieldTexts[2] ?? '')
  if (step === null) return null
  const ordinal = { 2: '2nd', 3: '3rd' }[Number(step[1])] ?? `${step[1]}th`
  return `, on every ${ordinal} day of the month from day 1`
}

/** What a restriction adds to the plain "At 00:00". */
function addedBy(fields: readonly string[]): string {
  return inWords(fields).slice(inWords(['0', '0', '*', '*', '*']).length)
}

function inWords(fields: readonly string[]): string {
  return phrases.getOrMake(fields.join(' '), expression =>
    cronstrue.toString(expression, { use24HourTimeFormat: true, verbose: false }),
  )
}

/** Fields rewritten so that cronstrue's words are true: it calls every step of n "every n". */
function plainFields(cron: CompiledCron): string[] {
  const values = fieldValues(cron)
  return cronFields.map((field, index) => {
    const named = values[index] ?? []
    if (named.length === field.valueCount) return '*'
    const text = cron.fieldTexts[index] ?? '*'
    const step = /^\*\/(\d+)$/.exec(text)
    const evenStep = index < 2 && step !== null && field.valueCount % Number(step[1]) === 0
    const keep = (evenStep && named.length > 1) || /^\w+-\w+$/.test(text)
    return keep ? text : named.join(',')
  })
}
