import { compileCron } from './compile-cron.ts'
import { nextDay } from './next-wall-time.ts'

const dayMs = 86_400_000
/** Four years, a leap day among them. */
const lookedDays = 1_461
const lookedMonths = 48

/**
 * How many runs of a valid expression a month has on average over the four years after `from` (epoch
 * ms), rounded to a hundredth. Clock changes are left out.
 */
export function runsPerMonth(cronExpression: string, from: number): number {
  const cron = compileCron(cronExpression)
  const first = Math.floor(from / dayMs) + 1
  let days = 0
  for (let day = nextDay(cron, first); day !== null && day < first + lookedDays; ) {
    days += 1
    day = nextDay(cron, day + 1)
  }
  const runs = cron.hours.length * cron.minutes.length * days
  return Math.round((100 * runs) / lookedMonths) / 100
}
