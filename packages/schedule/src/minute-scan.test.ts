import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextOccurrence, type Occurrence } from './next-occurrence.ts'
import { occurrencesBetween } from './occurrences-between.ts'
import type { Schedule } from './schedule.ts'

/*
 * The rules read once more, minute by minute, with no code in common with the walk: each real minute
 * is shown on the zone's clock, and the clock's jumps are seen, not looked up.
 */

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const scannedEachSideMs = 16 * hourMs
const comparedEachSideMs = 13 * hourMs

const cases = Number(process.env.PRIKKE_DST_CASES ?? 500)
const seed = Number(process.env.PRIKKE_DST_SEED ?? Date.now() % 2 ** 31)
const zones = Intl.supportedValuesOf('timeZone')

type Wall = {
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  label: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function wallAt(timeZone: string, at: number): Wall {
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    const numeric = 'numeric'
    const date = { year: numeric, month: numeric, day: numeric } as const
    const time = { hour: numeric, minute: numeric, hourCycle: 'h23' } as const
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, ...date, ...time })
    formatters.set(timeZone, formatter)
  }
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] =
    formatter.format(at).match(/\d+/g)?.map(Number) ?? []
  return wallOf(Date.UTC(year, month - 1, day, hour, minute))
}

function wallOf(label: number): Wall {
  const date = new Date(label)
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    label,
  }
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

/** Every occurrence within `comparedEachSideMs` of an instant, by looking at each minute. */
function scan(expression: string, timeZone: string, around: number): Occurrence[] {
  const [minuteField = '', hourField = ''] = expression.split(' ')
  const matches = matcherOf(expression)
  const wildcard = minuteField.startsWith('*') || hourField.startsWith('*')
  const found = new Map<number, Occurrence>()
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
    if (matches(wall)) {
      if (wildcard || firstPassAt === undefined) found.set(at, { at })
      else if (found.has(firstPassAt))
        found.set(firstPassAt, { at: firstPassAt, note: 'first_pass' })
    }
    const madeUp = !wildcard && skipped.length <= 180
    if (madeUp && skipped.some(matches)) {
      found.set(at, { at, note: 'shifted' })
    }
    before = wall
  }
  return [...found.values()].filter(
    ({ at }) => at > around - comparedEachSideMs && at <= around + comparedEachSideMs,
  )
}

const changesByZone = new Map<string, number[]>()

/** The first minute after each change of a zone's clock from 2020 to 2040. */
function changesOf(timeZone: string): number[] {
  const known = changesByZone.get(timeZone)
  if (known !== undefined) return known
  const offset = (at: number) => wallAt(timeZone, at).label - at
  const changes: number[] = []
  for (let at = Date.UTC(2020, 0); at < Date.UTC(2041, 0); at += 7 * dayMs) {
    let low = at
    let high = at + 7 * dayMs
    if (offset(low) === offset(high)) continue
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs
      if (offset(middle) === offset(low)) low = middle
      else high = middle
    }
    changes.push(high)
  }
  changesByZone.set(timeZone, changes)
  return changes
}

/** A field around `near`, so that the schedule has something to do at the clock change. */
function fieldAround(near: number, first: number, last: number): fc.Arbitrary<string> {
  const value = fc
    .integer({ min: -2, max: 2 })
    .map(distance => Math.min(last, Math.max(first, near + distance)))
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`)
  const step = fc.integer({ min: 1, max: Math.min(30, last - first) })
  const item = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([r, n]) => `${r}/${n}`),
    fc.integer({ min: first, max: last }).map(String),
  )
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    { weight: 1, arbitrary: step.map(n => `*/${n}`) },
    { weight: 1, arbitrary: fc.constant(`${first}-${last}`) },
    {
      weight: 6,
      arbitrary: fc.uniqueArray(item, { minLength: 1, maxLength: 3 }).map(l => l.join()),
    },
  )
}

function expressionAround(wall: Wall): fc.Arbitrary<string> {
  const usually = (field: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: field })
  const weekday = fc.oneof(
    fieldAround(wall.weekday, 0, 7),
    fc.constantFrom(...weekdayNames, 'FRI-7'),
  )
  const minute = fc.constantFrom(0, 30, 59).chain(near => fieldAround(near, 0, 59))
  return fc
    .tuple(
      minute,
      fieldAround(wall.hour, 0, 23),
      usually(fieldAround(wall.day, 1, 31)),
      usually(fieldAround(wall.month, 1, 12)),
      usually(weekday),
    )
    .map(fields => fields.join(' '))
}

/** Every zone comes up, those whose clock changes in these years more often. */
const zone = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...zones) },
  { weight: 3, arbitrary: fc.constantFrom(...zones.filter(name => changesOf(name).length > 0)) },
)

const situation = fc
  .tuple(zone, fc.nat(), fc.integer({ min: 0, max: 20 * 365 * 24 }))
  .map(([timezone, pick, hours]) => {
    const changes = changesOf(timezone)
    const around = changes[pick % changes.length] ?? Date.UTC(2020, 0) + hours * hourMs
    return { timezone, around }
  })
  .chain(({ timezone, around }) =>
    expressionAround(wallAt(timezone, around - minuteMs)).map(
      (cronExpression): { schedule: Schedule & { scheduleType: 'cron' }; around: number } => ({
        schedule: { scheduleType: 'cron', cronExpression, timezone },
        around,
      }),
    ),
  )

/** The walk also starts at many instants close to the change, within the repeated hour too. */
const betweenStartsMs = 7 * minuteMs
const firstStart = fc.integer({ min: 0, max: betweenStartsMs - 1 })

describe('the walk, compared with a scan of every minute', () => {
  test(`gives the same occurrences and notes, ${cases} cases, PRIKKE_DST_SEED=${seed}`, () => {
    fc.assert(
      fc.property(situation, firstStart, ({ schedule, around }, firstStartMs) => {
        const { cronExpression, timezone } = schedule
        const expected = scan(cronExpression, timezone, around)
        const found = occurrencesBetween(
          schedule,
          around - comparedEachSideMs,
          around + comparedEachSideMs,
        )
        expect(found).toEqual(expected)

        for (let start = around - 3 * hourMs + firstStartMs; start < around + 3 * hourMs; ) {
          const firstLater = expected.find(({ at }) => at > start)
          if (firstLater !== undefined) expect(nextOccurrence(schedule, start)).toEqual(firstLater)
          start += betweenStartsMs
        }
      }),
      { numRuns: cases, seed },
    )
  }, 600_000)

  test(`moves strictly forward and skips nothing, whatever the start, PRIKKE_DST_SEED=${seed}`, () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(situation, part, ({ schedule, around }, share) => {
        const next = nextOccurrence(schedule, around - dayMs)
        if (next === null) return
        expect(next.at).toBeGreaterThan(around - dayMs)
        const following = nextOccurrence(schedule, next.at)
        if (following === null) return
        expect(following.at).toBeGreaterThan(next.at)
        const between = next.at + Math.floor((following.at - 1 - next.at) * share)
        expect(nextOccurrence(schedule, between)).toEqual(following)
        expect(nextOccurrence(schedule, following.at - 1)).toEqual(following)
      }),
      { numRuns: cases, seed },
    )
  }, 600_000)
})
