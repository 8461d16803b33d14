const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const dayMs = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The zone of whoever looks. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Of a clock on the wall: `14:05` or `2:05 pm`. */
export type Hours = 12 | 24

/** An instant as `21 Nov 2026, 14:05:09 CET`; unless told a zone, in that of the viewer. */
export function formatInstant(instant: string, zone = viewerZone(), hours: Hours = 24): string {
  const at = new Date(instant)
  const wall = new Date(`${wallTimeOf(at, zone)}Z`)
  return `${dateOf(wall)}, ${timeOf(wall, hours, 19)} ${zoneName(at, zone)}`
}

/** The same without seconds: `21 Nov 2026, 14:05 CET`. */
export function formatMinute(instant: string, zone = viewerZone(), hours: Hours = 24): string {
  const at = new Date(instant)
  const wall = new Date(`${wallTimeOf(at, zone)}Z`)
  return `${dateOf(wall)}, ${timeOf(wall, hours, 16)} ${zoneName(at, zone)}`
}

/** A wall time such as `2027-03-28T03:00:00` as `Sun 28 Mar 2027, 03:00`. */
export function formatWallTime(local: string): string {
  const wall = new Date(`${local.slice(0, 19)}Z`)
  const time = wall.toISOString().slice(11, wall.getUTCSeconds() === 0 ? 16 : 19)
  return `${weekdays[wall.getUTCDay()]} ${dateOf(wall)}, ${time}`
}

/** The wall time of an instant in a zone, as `2027-03-28T03:00:00`. */
export function wallTimeOf(instant: string | Date, zone: string): string {
  const parts = formatterOf(zone).formatToParts(new Date(instant))
  const read = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  const { year = '', month, day, hour, minute, second } = read
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

/**
 * The instant of a wall time in a zone: one that a clock change skips moves on by the gap, of one
 * that happens twice it is the first. Null when the time or the zone cannot be understood.
 */
export function instantOfWallTime(local: string, zone: string): string | null {
  const wall = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`)
  if (Number.isNaN(wall)) return null
  try {
    const before = wall - offsetMs(wall - dayMs, zone)
    const after = wall - offsetMs(wall + dayMs, zone)
    const matching = [before, after].filter(at => at + offsetMs(at, zone) === wall)
    return new Date(matching.length > 0 ? Math.min(...matching) : before).toISOString()
  } catch {
    return null
  }
}

/** How far the clocks of a zone are ahead of UTC at an instant in whole seconds. */
export function offsetMs(at: number, zone: string): number {
  return Date.parse(`${wallTimeOf(new Date(at), zone)}Z`) - at
}

/** `end` is 16 without seconds, 19 with them. */
function timeOf(wall: Date, hours: Hours, end: 16 | 19): string {
  const text = wall.toISOString()
  if (hours === 24) return text.slice(11, end)
  const hour = wall.getUTCHours()
  return `${hour % 12 || 12}${text.slice(13, end)} ${hour < 12 ? 'am' : 'pm'}`
}

const dateOf = (wall: Date) =>
  `${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`

/** British English names the zones of Europe (CET), American English those of America (EST). */
function zoneName(at: Date, zone: string): string {
  const names = ['en-GB', 'en-US'].map(locale => {
    const format = Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
    return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone
  })
  return names.find(name => !/^GMT[+-]/.test(name)) ?? names[0] ?? zone
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const two = '2-digit'
  const made = Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two },
    ...{ hour: two, minute: two, second: two },
  })
  formatters.set(zone, made)
  return made
}
