const minuteMs = 60_000
const longestMadeUpMs = 180 * minuteMs

/** One real minute and what a clock on the wall shows in it, in minutes since midnight. */
type WallMinute = { at: number; wall: number; offsetMs: number }

const scans = new Map<string, number[]>()
const walls = new Map<string, WallMinute[]>()

/**
 * The instants of an expression (minute and hour fields only) in a zone, found by looking at every
 * minute between two instants: the rules of docs/decisions/0002, with none of the product's code.
 */
export function minuteScan(
  expression: string,
  timezone: string,
  from: number,
  until: number,
): readonly number[] {
  const key = `${expression} ${timezone} ${from} ${until}`
  const known = scans.get(key)
  if (known !== undefined) return known
  // What the clock showed before tells which wall times come for the second time.
  const minutes = wallMinutes(timezone, from - longestMadeUpMs, until)
  const found = scan(expression, minutes).filter(at => at >= from)
  scans.set(key, found)
  return found
}

function scan(expression: string, minutes: WallMinute[]): number[] {
  const [minuteField = '', hourField = ''] = expression.split(' ')
  const isWildcard = minuteField.startsWith('*') || hourField.startsWith('*')
  const matches = (wall: number) =>
    matchesField(minuteField, wall % 60) && matchesField(hourField, Math.floor(wall / 60) % 24)
  const seen = new Map<number, number>()
  const found: number[] = []
  minutes.forEach(({ at, wall, offsetMs }, index) => {
    const before = minutes[index - 1]
    const skippedMs = before === undefined ? 0 : offsetMs - before.offsetMs
    let isDue = matches(wall)
    if (!isWildcard) {
      const shownAt = seen.get(wall)
      if (shownAt !== undefined && at - shownAt < longestMadeUpMs) isDue = false
      if (skippedMs > 0 && skippedMs <= longestMadeUpMs) {
        for (let skipped = wall - skippedMs / minuteMs; skipped < wall; skipped++) {
          if (matches(skipped)) isDue = true
        }
      }
    }
    if (!seen.has(wall) || at - (seen.get(wall) ?? 0) >= longestMadeUpMs) seen.set(wall, at)
    if (isDue) found.push(at)
  })
  return found
}

/** `*`, a step of it, `a`, `a-b`, `a-b/n`, and lists of them. */
function matchesField(field: string, value: number): boolean {
  return field.split(',').some(item => {
    const [range = '', step = '1'] = item.split('/')
    const [low = '', high = low] = range === '*' ? ['0', '59'] : range.split('-')
    const isInside = value >= Number(low) && value <= Number(high)
    return isInside && (value - Number(low)) % Number(step) === 0
  })
}

function wallMinutes(timezone: string, from: number, until: number): WallMinute[] {
  const key = `${timezone} ${from} ${until}`
  const known = walls.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const minutes: WallMinute[] = []
  for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= until; at += minuteMs) {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part
    const shown = Date.UTC(year, month - 1, day, hour, minute)
    minutes.push({ at, wall: hour * 60 + minute, offsetMs: shown - at })
  }
  walls.set(key, minutes)
  return minutes
}
