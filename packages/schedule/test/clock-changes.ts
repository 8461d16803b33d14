import { timezoneAliases } from '../src/timezone-aliases.ts'
import { wallAt } from './wall-clock.ts'

/** A jump of a zone's clock: the first minute after it, and how far it moved (back: negative). */
export type ClockChange = { timezone: string; at: number; movedMs: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const weekMs = 7 * dayMs

/** Every name that parseTimezone takes. */
export const everyZone: readonly string[] = [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...Object.keys(timezoneAliases)]),
]

/** The changes of every zone from 2020 to 2040, found by looking at its clock once a week. */
export function everyClockChange(): ClockChange[] {
  return everyZone.flatMap(timezone => changesOf(timezone, Date.UTC(2020, 0), Date.UTC(2041, 0)))
}

/** Zones that left out a whole day; there will be none from 2020 to 2040 that we know of. */
export function everySkippedDay(): ClockChange[] {
  const skipped: [timezone: string, year: number, month: number, day: number][] = [
    ['Pacific/Apia', 2011, 12, 30],
    ['Pacific/Fakaofo', 2011, 12, 30],
    ['Pacific/Kiritimati', 1994, 12, 31],
    ['Pacific/Kanton', 1994, 12, 31],
    ['Pacific/Kwajalein', 1993, 8, 21],
  ]
  return skipped.flatMap(([timezone, year, month, day]) => {
    const noon = Date.UTC(year, month - 1, day, 12)
    return changesOf(timezone, noon - 3 * dayMs, noon + 4 * dayMs)
  })
}

function changesOf(timezone: string, from: number, until: number): ClockChange[] {
  const offset = (at: number) => wallAt(timezone, at).label - at
  const changes: ClockChange[] = []
  let lowOffset = offset(from)
  for (let at = from; at < until; at += weekMs) {
    let low = at
    let high = at + weekMs
    const highOffset = offset(high)
    if (lowOffset === highOffset) continue
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs
      if (offset(middle) === lowOffset) low = middle
      else high = middle
    }
    changes.push({ timezone, at: high, movedMs: highOffset - lowOffset })
    lowOffset = highOffset
  }
  return changes
}

export type ChangeKind = 'gap' | 'overlap' | 'less than an hour' | 'whole day'

/** What kinds of change this is: one of less than an hour is a gap or an overlap as well. */
export function kindsOf({ movedMs }: ClockChange): ChangeKind[] {
  if (movedMs >= 23 * hourMs) return ['whole day']
  const kind = movedMs > 0 ? 'gap' : 'overlap'
  return Math.abs(movedMs) < hourMs ? [kind, 'less than an hour'] : [kind]
}
