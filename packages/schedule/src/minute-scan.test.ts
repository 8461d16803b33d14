import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ClockChange,
  everyClockChange,
  everySkippedDay,
  everyZone,
  kindsOf,
} from '../test/clock-changes.ts'
import { comparedEachSideMs, scan } from '../test/minute-scan.ts'
import { expressionAround, tellingExpressions } from '../test/schedules-around.ts'
import { type Wall, wallAt, wallOf } from '../test/wall-clock.ts'
import { nextOccurrence } from './next-occurrence.ts'
import { occurrencesBetween } from './occurrences-between.ts'
import { parseTimezone } from './parse-timezone.ts'
import type { Schedule } from './schedule.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const cases = Number(process.env.PRIKKE_DST_CASES ?? 500)
const seed = Number(process.env.PRIKKE_DST_SEED ?? Date.now() % 2 ** 31)
const replay = `PRIKKE_DST_CASES=${cases} PRIKKE_DST_SEED=${seed}`

const changes = everyClockChange()
const skippedDays = everySkippedDay()
const shortChanges = changes.filter(change => kindsOf(change).includes('less than an hour'))

type Situation = { timezone: string; around: number; change?: ClockChange }

const atChange = (among: readonly ClockChange[]) =>
  fc
    .constantFrom(...among)
    .map((change): Situation => ({ timezone: change.timezone, around: change.at, change }))
const anywhere = fc
  .tuple(fc.constantFrom(...everyZone), fc.integer({ min: 0, max: 21 * 365 * 24 }))
  .map(([timezone, hours]): Situation => ({ timezone, around: Date.UTC(2020, 0) + hours * hourMs }))

/** Mostly at a change of a clock; the rare kinds more often than their share. */
const situation = fc.oneof(
  { weight: 14, arbitrary: atChange(changes) },
  { weight: 2, arbitrary: atChange(shortChanges) },
  { weight: 1, arbitrary: atChange(skippedDays) },
  { weight: 3, arbitrary: anywhere },
)
const scheduleAt = situation.chain(({ timezone, around, change }) =>
  expressionAround(wallAt(timezone, around - minuteMs)).map(expression => ({
    timezone,
    around,
    expression,
    change,
  })),
)

/** As it is stored: in the zone's present name, whichever name it was given by. */
function scheduleOf(cronExpression: string, name: string): Schedule {
  const zone = parseTimezone(name)
  if (!zone.ok) throw new Error(`${name} is refused`)
  return { scheduleType: 'cron', cronExpression, timezone: zone.timezone }
}

const nearby = (schedule: Schedule, around: number) =>
  occurrencesBetween(schedule, around - comparedEachSideMs, around + comparedEachSideMs)

/** The walk also starts at many instants close to the change, within the repeated hour too. */
const betweenStartsMs = 7 * minuteMs
const firstStart = fc.integer({ min: 0, max: betweenStartsMs - 1 })

const counts = new Map<string, number>()
const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
const counted = (what: string) => counts.get(what) ?? 0

describe(`the walk, compared with a scan of every minute, ${replay}`, () => {
  test(`gives the same occurrences and notes, ${cases} cases in all zones`, () => {
    fc.assert(
      fc.property(scheduleAt, firstStart, (given, firstStartMs) => {
        const { timezone, around, expression, change } = given
        const schedule = scheduleOf(expression, timezone)
        const { occurrences: expected, touched } = scan(expression, timezone, around)
        expect(nearby(schedule, around)).toEqual(expected)

        for (let start = around - 3 * hourMs + firstStartMs; start < around + 3 * hourMs; ) {
          const firstLater = expected.find(({ at }) => at > start)
          if (firstLater !== undefined) expect(nextOccurrence(schedule, start)).toEqual(firstLater)
          start += betweenStartsMs
        }

        const kinds = change === undefined ? ['no change'] : kindsOf(change)
        for (const kind of kinds) count(`${kind}: straddled`)
        if (touched) for (const kind of kinds) count(`${kind}: a time leapt over or repeated`)
      }),
      { numRuns: cases, seed },
    )
    const table = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
    process.stdout.write(`${table.map(([what, n]) => `${n} ${what}`).join('\n')}\n`)
    // A fifth and less of what the weights above give: so few can only mean a broken generator.
    for (const kind of ['gap', 'overlap']) {
      expect(counted(`${kind}: straddled`)).toBeGreaterThan(cases / 12)
      expect(counted(`${kind}: a time leapt over or repeated`)).toBeGreaterThan(cases / 50)
    }
    expect(counted('less than an hour: straddled')).toBeGreaterThan(cases / 50)
    expect(counted('whole day: straddled')).toBeGreaterThan(cases / 200)
  }, 600_000)

  // 16 changes for each 25 cases: the 20,000 of the long run cover all of them.
  const visited = Math.min(changes.length, Math.ceil(cases * 0.64))
  test(`agrees at ${visited} of the ${changes.length} changes from 2020 to 2040, far ahead of them too`, () => {
    const order = fc.shuffledSubarray(changes, { minLength: visited, maxLength: visited })
    const [sampled = []] = fc.sample(order, { numRuns: 1, seed })
    for (const { timezone, at, movedMs } of [...sampled, ...skippedDays]) {
      const to = wallAt(timezone, at)
      const from = wallOf(to.label - movedMs)
      for (const expression of tellingExpressions(from, to)) {
        const { occurrences: expected } = scan(expression, timezone, at)
        const shown = `${expression} ${timezone} ${new Date(at).toISOString()}`
        expect(nearby(scheduleOf(expression, timezone), at), shown).toEqual(expected)
      }
      agreesFromAfar(timezone, at, from)
    }
  }, 600_000)

  test('moves strictly forward and skips nothing, whatever the start', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true })
    const before = fc.integer({ min: 0, max: 2 * dayMs })
    fc.assert(
      fc.property(scheduleAt, before, part, (given, beforeMs, share) => {
        const schedule = scheduleOf(given.expression, given.timezone)
        const next = nextOccurrence(schedule, given.around - beforeMs)
        if (next === null) return
        expect(next.at).toBeGreaterThan(given.around - beforeMs)
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

/** A date of one year, asked for from many weeks before it, over other changes of the clock. */
function agreesFromAfar(timezone: string, at: number, { minute, hour, day, month }: Wall) {
  const expression = `${minute} ${hour} ${day} ${month} *`
  const [expected] = scan(expression, timezone, at).occurrences
  for (const days of [3, 40, 200, 330]) {
    const next = nextOccurrence(scheduleOf(expression, timezone), at - days * dayMs)
    const shown = `${expression} ${timezone} ${days} days before ${new Date(at).toISOString()}`
    if (expected !== undefined) expect(next, shown).toEqual(expected)
    else if (next !== null) expect(next.at, shown).toBeGreaterThan(at + comparedEachSideMs)
  }
}
