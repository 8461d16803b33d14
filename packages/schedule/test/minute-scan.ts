import type { Occurrence } from '../src/next-occurrence.ts'
import { type Wall, wallAt, wallOf } from './wall-clock.ts'

/*
 * The rules read once more, minute by minute, with no code in common with the walk: each real minute
 * is shown on the zone's clock, and the clock's jumps are seen, not looked up.
 */

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const scannedEachSideMs = 16 * hourMs
/** How far to both sides of an instant a scan answers. */
export const comparedEachSideMs = 13 * hourMs

type Shown = { at: number; wall: Wall; skipped: Wall[]; firstPassAt: number | undefined }

let last: { key: string; shown: Shown[] } = { key: '', shown: [] }

/** Each minute with what the clock leapt over just before, and when it showed the same before. */
function minutesAround(timeZone: string, around: number): Shown[] {
  const key = `${timeZone} ${around}`
  if (last.key === key) return last.shown
  const shown: Shown[] = []
  const firstShownAt = new Map<number, number>()
  let before = wallAt(timeZone, around - scannedEachSideMs - minuteMs)
  for (let at = around - scannedEachSideMs; at <= around + scannedEachSideMs; at += minuteMs) {
    const wall = wallAt(timeZone, at)
    const skipped: Wall[] = []
    for (let label = before.label + minuteMs; label < wall.label; label += minuteMs) {
      skipped.push(wallOf(label))
    }
    const firstPassAt = firstShownAt.get(wall.label)
    if (firstPassAt === undefined) firstShownAt.set(wall.label, at)
    shown.push({ at, wall, skipped, firstPassAt })
    before = wall
  }
  last = { key, shown }
  return shown
}

export type Scan = {
  occurrences: Occurrence[]
  /** Whether a time that the schedule names was leapt over, or came twice. */
  touched: boolean
}

/** Every occurrence within `comparedEachSideMs` of an instant, by looking at each minute. */
export function scan(expression: string, timeZone: string, around: number): Scan {
  const [minuteField = '', hourField = ''] = expression.split(' ')
  const matches = matcherOf(expression)
  const wildcard = minuteField.startsWith('*') || hourField.startsWith('*')
  const found = new Map<number, Occurrence>()
  let touched = false
  for (const { at, wall, skipped, firstPassAt } of minutesAround(timeZone, around)) {
    if (matches(wall)) {
      if (firstPassAt !== undefined) touched = true
      if (wildcard || firstPassAt === undefined) found.set(at, { at })
      else if (found.has(firstPassAt))
        found.set(firstPassAt, { at: firstPassAt, note: 'first_pass' })
    }
    if (skipped.some(matches)) {
      touched = true
      if (!wildcard && skipped.length <= 180) found.set(at, { at, note: 'shifted' })
    }
  }
  const occurrences = [...found.values()].filter(
    ({ at }) => at > around - comparedEachSideMs && at <= around + comparedEachSideMs,
  )
  return { occurrences, touched }
}

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

function valuesNamed(field: string, first: number, last: number): Set<number> {
  const numbers = Array.from({ length: last + 1 }, (_, value) => value)
  const numberOf = (text: string) =>
    weekdayNames.includes(text) ? weekdayNames.indexOf(text) : Number(text)
  const named = field.split(',').flatMap(item => {
    const [range = '', step = '1'] = item.split('/')
    const [low = first, high = low] = range === '*' ? [first, last] : range.split('-').map(numberOf)
    return numbers.filter(
      value => value >= low && value <= high && (value - low) % Number(step) === 0,
    )
  })
  return new Set(named)
}

function matcherOf(expression: string): (wall: Wall) => boolean {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = expression.split(' ')
  const either = !day.startsWith('*') && !weekday.startsWith('*')
  const minutes = valuesNamed(minute, 0, 59)
  const hours = valuesNamed(hour, 0, 23)
  const days = valuesNamed(day, 1, 31)
  const months = valuesNamed(month, 1, 12)
  const weekdays = valuesNamed(weekday, 0, 7)
  return wall => {
    const dayOk = days.has(wall.day)
    const weekdayOk = weekdays.has(wall.weekday) || (wall.weekday === 0 && weekdays.has(7))
    return (
      minutes.has(wall.minute) &&
      hours.has(wall.hour) &&
      months.has(wall.month) &&
      (either ? dayOk || weekdayOk : dayOk && weekdayOk)
    )
  }
}
