import { type CompiledCron, compileItems } from './compile-cron.ts'
import { readCron } from './read-cron.ts'
import type { ScheduleProblem } from './schedule-problem.ts'
import { maskHas } from './value-mask.ts'

/** The longest that each month can be, January first. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Checks a five-field crontab(5) expression or one of @hourly @daily @weekly @monthly @yearly.
 * `normalized` is always the five fields: macros spelled out, single spaces, no leading zeros, names
 * in capitals. Problems: `cron_invalid`, `cron_never_fires`.
 */
export function parseCron(
  expression: string,
): { ok: true; normalized: string } | { ok: false; problem: ScheduleProblem } {
  const read = readCron(expression)
  if (!read.ok) return read
  const cron = compileItems(read.items)
  if (!hasDays(cron)) {
    const message = 'No month named has the day named, so this schedule would never run.'
    const field = 'day of month'
    // Only five written fields can name a day that never comes: no macro does.
    const position = [...expression.matchAll(/[^ \t]+/g)][2]?.index ?? 0
    return { ok: false, problem: { code: 'cron_never_fires', message, field, position } }
  }
  return { ok: true, normalized: cron.fieldTexts.join(' ') }
}

/** Every date meets every weekday within the calendar's 400 years, so only day and month decide. */
function hasDays(cron: CompiledCron): boolean {
  if (cron.eitherDay) return true
  return longestMonths.some((length, index) => {
    const possibleDays = (2 ** length - 1) * 2
    return maskHas(cron.months, index + 1) && (cron.daysOfMonth & possibleDays) !== 0
  })
}
