import type { CompiledCron } from './compile-cron.ts'
import { formatDate, formatTime } from './format-wall-time.ts'
import { listInWords } from './list-in-words.ts'
import { longestMadeUpGapMs } from './next-occurrence.ts'
import { nextWallTime } from './next-wall-time.ts'
import { periodAt } from './zone.ts'

/** A jump of a zone's clock at the instant `at`, from one wall time to another. */
type ClockChange = { at: number; fromWall: number; toWall: number }

/** More wall times than this are told as a range. */
const mostTimesListed = 3

/**
 * One sentence or two for each clock change with `after < at <= until` that a schedule notices: for
 * fixed times any time skipped or repeated, for a wildcard only a break in its rhythm.
 */
export function clockChangeMessages(
  cron: CompiledCron,
  timezone: string,
  after: number,
  until: number,
): string[] {
  return clockChanges(timezone, after, until).flatMap(change => {
    const message = cron.wildcard
      ? wildcardMessage(cron, timezone, change)
      : fixedMessage(cron, timezone, change)
    return message === null ? [] : [message]
  })
}

function clockChanges(timezone: string, after: number, until: number): ClockChange[] {
  const changes: ClockChange[] = []
  let period = periodAt(timezone, after)
  while (period.until <= until) {
    const at = period.until
    const following = periodAt(timezone, at)
    if (following.offsetMs !== period.offsetMs) {
      changes.push({ at, fromWall: at + period.offsetMs, toWall: at + following.offsetMs })
    }
    period = following
  }
  return changes
}

function fixedMessage(cron: CompiledCron, timezone: string, change: ClockChange): string | null {
  const { fromWall, toWall } = change
  const touched = wallTimes(cron, Math.min(fromWall, toWall), Math.max(fromWall, toWall))
  const first = touched[0]
  if (first === undefined) return null
  const on = `On ${formatDate(isoWall(first))} ${inWords(touched)}`
  const several = touched.length > 1
  if (toWall < fromWall) {
    const once = several ? 'each once' : 'it once'
    const happen = several ? 'happen' : 'happens'
    return `${on} ${happen} twice in ${timezone}. Prikke runs ${once}, the first time.`
  }
  const missing = `${on} ${several ? 'do' : 'does'} not exist in ${timezone}.`
  if (toWall - fromWall > longestMadeUpGapMs) return `${missing} Prikke does not run then.`
  const at = formatTime(isoWall(toWall))
  return `${missing} Prikke runs ${several ? 'once for all of them,' : 'it'} at ${at}.`
}

/** A wildcard notices nothing when the hours after the jump look like those it would have had. */
function wildcardMessage(cron: CompiledCron, timezone: string, change: ClockChange): string | null {
  const { fromWall, toWall } = change
  const sizeMs = Math.abs(toWall - fromWall)
  const undisturbed = wallTimes(cron, fromWall, fromWall + sizeMs).map(wall => wall - fromWall)
  const disturbed = wallTimes(cron, toWall, toWall + sizeMs).map(wall => wall - toWall)
  if (undisturbed.join() === disturbed.join()) return null
  const [from, to] = [isoWall(fromWall), isoWall(toWall)].map(formatTime)
  const moved = `On ${formatDate(isoWall(fromWall))} the clock in ${timezone} goes from ${from}`
  return toWall > fromWall
    ? `${moved} to ${to}. Prikke does not make up for runs in between.`
    : `${moved} back to ${to}. Prikke runs at matching times both before and after.`
}

/** Matching wall times with `from <= wall < until`. */
function wallTimes(cron: CompiledCron, from: number, until: number): number[] {
  const walls: number[] = []
  let wall = nextWallTime(cron, from)
  while (wall !== null && wall < until) {
    walls.push(wall)
    wall = nextWallTime(cron, wall + 1)
  }
  return walls
}

function inWords(walls: readonly number[]): string {
  const times = walls.map(wall => formatTime(isoWall(wall)))
  if (times.length <= mostTimesListed) return listInWords(times)
  return `${times.length} times from ${times[0]} to ${times.at(-1)}`
}

function isoWall(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19)
}
