import { type CompiledCron, compileCron } from './compile-cron.ts'
import { nextWallTime } from './next-wall-time.ts'
import type { Schedule } from './schedule.ts'
import { type Period, periodAt } from './zone.ts'

/**
 * One UTC instant (epoch milliseconds) at which a job is due. `shifted`: it stands for wall times
 * that a clock change skipped. `first_pass`: its wall time comes again, and does not run then.
 */
export type Occurrence = { at: number; note?: 'shifted' | 'first_pass' }

const hourMs = 3_600_000
/** Vixie's cron makes up for skipped times only when the clock jumps by no more than this. */
export const longestMadeUpGapMs = 3 * hourMs
/** No two offsets of a zone are further apart: the date line shifts a clock by a day at most. */
const largestShiftMs = 26 * hourMs

/**
 * The first occurrence strictly after an instant, or null when there is none. Over clock changes it
 * keeps the rules of Vixie's cron. A `*` at the start of the minute or hour field follows real time:
 * each real minute whose wall time matches. Otherwise times skipped by the clock run once, at the
 * first instant after the gap, and times that come twice run the first time only.
 */
export function nextOccurrence(schedule: Schedule, after: number): Occurrence | null {
  if (schedule.scheduleType === 'once') {
    return schedule.scheduledAt > after ? { at: schedule.scheduledAt } : null
  }
  return walk(compileCron(schedule.cronExpression), schedule.timezone, after)
}

function walk(cron: CompiledCron, timezone: string, after: number): Occurrence | null {
  let period = periodAt(timezone, after)
  let from = after + 1 + period.offsetMs
  if (!cron.wildcard) from = Math.max(from, repeatedUntil(timezone, period, after))
  for (;;) {
    const wallTime = nextWallTime(cron, from)
    if (wallTime === null) return null
    const at = wallTime - period.offsetMs
    if (at < period.until) return occurrenceIn(cron, timezone, period, at)

    // A wildcard must not leap over a change so near that the clock may return to before `from`.
    const untilChangeMs = period.until - (from - period.offsetMs)
    const mayReturn = cron.wildcard && untilChangeMs <= largestShiftMs
    const nearMatch = wallTime - 2 * largestShiftMs
    if (nearMatch > period.until && !mayReturn) {
      period = periodAt(timezone, nearMatch)
      from = wallTime
      continue
    }
    const following = periodAt(timezone, period.until)
    const reopening = period.until + following.offsetMs
    if (cron.wildcard) {
      from = reopening
    } else {
      const gapMs = following.offsetMs - period.offsetMs
      if (wallTime < reopening && gapMs <= longestMadeUpGapMs) {
        return { at: period.until, note: 'shifted' }
      }
      from = Math.max(wallTime, reopening)
    }
    period = following
  }
}

/** The wall time up to which this period only repeats what the clock has shown before. */
function repeatedUntil(timezone: string, period: Period, at: number): number {
  if (at - period.from > largestShiftMs) return Number.NEGATIVE_INFINITY
  return period.from + periodAt(timezone, period.from - 1).offsetMs
}

function occurrenceIn(
  cron: CompiledCron,
  timezone: string,
  period: Period,
  at: number,
): Occurrence {
  if (cron.wildcard || period.until - at > largestShiftMs) return { at }
  const repeats = at + period.offsetMs >= period.until + periodAt(timezone, period.until).offsetMs
  return repeats ? { at, note: 'first_pass' } : { at }
}
