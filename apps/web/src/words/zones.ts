import { offsetMs } from './instant.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
const named = Intl.supportedValuesOf('timeZone')

/** Every time zone that this browser knows, UTC among them. */
export const zones: readonly string[] = named.includes('UTC') ? named : ['UTC', ...named]

/** The city of a zone, as people look for it: `New York`. */
export const cityOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/**
 * The zones in which all the words occur, those whose city begins with them first; without words, the
 * ones that are likely meant.
 */
export function matchZones(query: string, likely: readonly string[], most: number): string[] {
  const words = query
    .toLowerCase()
    .split(/[\s/_]+/)
    .filter(Boolean)
  const others = zones.filter(zone => !likely.includes(zone))
  const all = [...new Set(likely), ...others]
  if (words.length === 0) return all.slice(0, most)
  const matching = all.filter(zone => words.every(word => plain(zone).includes(word)))
  const first = words.join(' ')
  const leads = (zone: string) => plain(cityOf(zone)).startsWith(first)
  const sorted = [...matching.filter(leads), ...matching.filter(zone => !leads(zone))]
  return sorted.slice(0, most)
}

/** How far a zone is from UTC at an instant (epoch ms): `UTC+05:30`, `UTC`. */
export function offsetName(zone: string, at: number): string {
  const minutes = Math.round(offsetMs(Math.floor(at / 1_000) * 1_000, zone) / minuteMs)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const clock = [Math.floor(size / 60), size % 60].map(n => `${n}`.padStart(2, '0')).join(':')
  return `UTC${minutes < 0 ? '−' : '+'}${clock}`
}

/** The next time that the clock of a zone changes within a year, in epoch ms; null when it does not. */
export function nextClockChange(zone: string, from: number): number | null {
  const start = Math.floor(from / minuteMs) * minuteMs
  const before = offsetMs(start, zone)
  // Fasting in Morocco ends summer time for a month: samples this close miss nothing.
  for (let low = start; low < start + 366 * dayMs; low += 14 * dayMs) {
    const high = low + 14 * dayMs
    if (offsetMs(high, zone) !== before) return changeBetween(zone, low, high, before)
  }
  return null
}

function changeBetween(zone: string, from: number, until: number, before: number): number {
  let [low, high] = [from, until]
  while (high - low > minuteMs) {
    const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs
    if (offsetMs(middle, zone) === before) low = middle
    else high = middle
  }
  return high
}

/** In lower case, without the marks of letters. */
const plain = (text: string) =>
  text.replaceAll('_', ' ').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
