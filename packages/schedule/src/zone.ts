import { BoundedCache } from './bounded-cache.ts'

/**
 * A span in which a zone's clock runs evenly: `from <= at < until`, wall time = at + offsetMs.
 * A bound is either a clock change, or at least two days away from the instant asked about.
 */
export type Period = { from: number; until: number; offsetMs: number }

/** The release of the IANA time zone database that every answer rests on, such as `2026c`. */
export const tzdataVersion: string = process.versions.tz ?? 'unknown'

const dayMs = 86_400_000
const windowMs = 52 * 7 * dayMs
const marginMs = 2 * dayMs
/** No zone changes its clock and changes it back within two days; samples this close miss nothing. */
const sampleMs = 2 * dayMs

const windows = new BoundedCache<string, BoundedCache<number, readonly Period[]>>(512)
const formatters = new BoundedCache<string, Intl.DateTimeFormat>(64)

/** The span around an instant. The zone must be one that parseTimezone accepts. */
export function periodAt(timezone: string, at: number): Period {
  const ofZone = windows.getOrMake(timezone, () => new BoundedCache(64))
  const window = Math.floor(at / windowMs)
  const periods = ofZone.getOrMake(window, () => readPeriods(timezone, window))
  for (const period of periods) if (at < period.until) return period
  throw new Error(`no offset known for ${timezone} at ${at}`)
}

/** The periods of one window and a margin on both sides, so that no change near an edge is cut. */
function readPeriods(timezone: string, window: number): Period[] {
  const last = (window + 1) * windowMs + marginMs
  const periods: Period[] = []
  let from = window * windowMs - marginMs
  let offsetMs = offsetAt(timezone, from)
  for (let sampled = from; sampled < last; ) {
    const next = Math.min(sampled + sampleMs, last)
    if (offsetAt(timezone, next) === offsetMs) {
      sampled = next
      continue
    }
    const until = changeBetween(timezone, sampled, next, offsetMs)
    periods.push({ from, until, offsetMs })
    from = until
    sampled = until
    offsetMs = offsetAt(timezone, until)
  }
  periods.push({ from, until: last, offsetMs })
  return periods
}

/** The first whole second after `low`, up to `high`, at which the offset is no longer `offsetMs`. */
function changeBetween(timezone: string, low: number, high: number, offsetMs: number): number {
  let same = low
  let changed = high
  while (changed - same > 1_000) {
    const middle = Math.floor((same + changed) / 2_000) * 1_000
    if (offsetAt(timezone, middle) === offsetMs) same = middle
    else changed = middle
  }
  return changed
}

function offsetAt(timezone: string, at: number): number {
  const text = formatters.getOrMake(timezone, makeFormatter).format(at)
  const parts = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text)
  if (parts === null) throw new Error(`no offset in "${text}" for ${timezone}`)
  const [, sign, hours = 0, minutes = 0, seconds = 0] = parts
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000
  return sign === '-' ? -size : size
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
}
