import { type CompiledCron, compileCron } from './compile-cron.ts'
import { nextDay } from './next-wall-time.ts'

const minutesPerDay = 1_440
const firstDay = Date.UTC(2000, 0, 1) / 86_400_000
/** From 2000 on, weekdays and dates pair up in the same way every 28 years. */
const pairingCycleDays = 28 * 365 + 7

/**
 * The smallest number of minutes on the clock between two consecutive runs of a valid expression.
 * Clock changes are left out: they belong to the zone, not to the expression.
 */
export function shortestIntervalMinutes(cronExpression: string): number {
  const cron = compileCron(cronExpression)
  const times = cron.hours.flatMap(hour => cron.minutes.map(minute => hour * 60 + minute))
  let shortest = Number.POSITIVE_INFINITY
  for (const [index, time] of times.entries()) {
    shortest = Math.min(shortest, (times[index + 1] ?? Number.POSITIVE_INFINITY) - time)
  }
  const overnight = (times[0] ?? 0) - (times.at(-1) ?? 0)
  if (shortest <= overnight + minutesPerDay) return shortest
  return Math.min(shortest, overnight + shortestDayGap(cron) * minutesPerDay)
}

function shortestDayGap(cron: CompiledCron): number {
  let shortest = Number.POSITIVE_INFINITY
  let day = nextDay(cron, firstDay)
  while (day !== null && shortest > 1) {
    const following = nextDay(cron, day + 1)
    if (following !== null) shortest = Math.min(shortest, following - day)
    if (day > firstDay + pairingCycleDays) break
    day = following
  }
  return shortest
}
