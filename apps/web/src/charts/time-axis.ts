import { viewerZone, wallTimeOf } from '../words/instant.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const steps = [
  ...[1, 5, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 2, 7, 14, 30].map(count => count * day),
]
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Round wall times within a span, at most so many of them, each with its name. */
export function ticksWithin(
  from: number,
  to: number,
  most: number,
  zone = viewerZone(),
): { at: number; name: string }[] {
  const step = steps.find(each => (to - from) / each <= most) ?? 30 * day
  const ahead = wallOf(from, zone) - Math.floor(from / 1_000) * 1_000
  const first = Math.ceil((from + ahead) / step) * step - ahead
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: Math.min(count, most + 1) }, (_, index) => {
    const at = first + index * step
    const wall = wallTimeOf(new Date(at), zone)
    const isMidnight = wall.slice(11, 16) === '00:00'
    return { at, name: step >= day || isMidnight ? dateOf(wall) : wall.slice(11, 16) }
  })
}

/** A span as `21 Nov, 14:00 – 14:15`; whole days as `21 Nov` or `21 Nov – 23 Nov`. */
export function nameSpan(from: number, to: number, zone = viewerZone()): string {
  const begin = wallTimeOf(new Date(from), zone)
  const end = wallTimeOf(new Date(to), zone)
  const [beginTime, endTime] = [begin.slice(11, 16), end.slice(11, 16)]
  if (beginTime === '00:00' && endTime === '00:00' && to - from >= 23 * hour) {
    const last = dateOf(wallTimeOf(new Date(to - 1), zone))
    return last === dateOf(begin) ? last : `${dateOf(begin)} – ${last}`
  }
  const sameDay = begin.slice(0, 10) === end.slice(0, 10)
  return `${dateOf(begin)}, ${beginTime} – ${sameDay ? '' : `${dateOf(end)}, `}${endTime}`
}

const dateOf = (wall: string) =>
  `${Number(wall.slice(8, 10))} ${months[Number(wall.slice(5, 7)) - 1]}`

const wallOf = (at: number, zone: string) => Date.parse(`${wallTimeOf(new Date(at), zone)}Z`)
