import { occurrencesBetween, type Schedule } from '@prikke/schedule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countRuns, type Runs } from './count-runs.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
const start = Date.parse('2026-10-24T12:34:56.789Z')

const cron = (cronExpression: string, timezone = 'UTC'): Schedule => ({
  scheduleType: 'cron',
  cronExpression,
  timezone,
})
const partsOf = (days: number, buckets: number) => {
  const to = start + days * dayMs
  const bucketMs = Math.ceil((to - start) / buckets)
  return { from: start, to, bucketMs, counts: Array.from({ length: buckets }, () => 0) }
}
const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0)

const expressions = ['* * * * *', '*/7 * * * *', '0 9-17 * * 1-5', '30 2 * * *', '0 0 29 2 *']
const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe']

test('each run is counted in its part, over clock changes too, as often as jobs have the schedule', async () => {
  const runs = fc.record({
    schedule: fc.tuple(fc.constantFrom(...expressions), fc.constantFrom(...zones)),
    jobCount: fc.integer({ min: 1, max: 5 }),
    after: fc.integer({ min: 0, max: 2 * dayMs }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(runs, { maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 50 }),
      async (told, days, buckets) => {
        const parts = partsOf(days, buckets)
        const expected = partsOf(days, buckets).counts
        const all: Runs[] = told.map(({ schedule, jobCount, after }) => ({
          schedule: cron(...schedule),
          jobCount,
          from: start + after,
          most: 1,
        }))
        for (const { schedule, jobCount, from } of all) {
          for (const { at } of occurrencesBetween(schedule, from - 1, parts.to - 1)) {
            const bucket = Math.floor((at - parts.from) / parts.bucketMs)
            expected[bucket] = (expected[bucket] ?? 0) + jobCount
          }
        }
        expect(await countRuns(all, parts)).toBe(true)
        expect(parts.counts).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

test('where there are too many, those that come often go on in their rhythm, and it says so', async () => {
  const parts = partsOf(400, 100)
  const often = { schedule: cron('* * * * *'), jobCount: 2, from: start, most: 400 * 1_440 }
  const seldom = {
    schedule: cron('30 2 * * *', 'Europe/Oslo'),
    jobCount: 1,
    from: start,
    most: 400,
  }
  expect(await countRuns([often, seldom], parts)).toBe(false)
  // The nightly ones, of which each is computed, are in these as well.
  expect(sum(parts.counts)).toBe(2 * 400 * 1_440 + 400)
  for (const count of parts.counts)
    expect(Math.abs(count - 2 * 4 * 1_440 - 4)).toBeLessThanOrEqual(4)
})

test('however many schedules there are, others are served in between', async () => {
  const schedules = Array.from({ length: 3_000 }, (_, n) => ({
    schedule: cron(
      `${n % 60} ${Math.floor(n / 60) % 24} */${1 + (n % 5)} * ${n % 7}`,
      zones[n % 4],
    ),
    jobCount: 3,
    from: start,
    most: 30,
  }))
  let turns = 0
  let isOver = false
  const others = () => {
    turns += 1
    if (!isOver) setImmediate(others)
  }
  setImmediate(others)
  const parts = partsOf(365, 96)
  await countRuns(schedules, parts)
  isOver = true
  expect(sum(parts.counts)).toBeGreaterThan(3_000)
  // A turn takes 8 ms and all of them a tenth of a second at least.
  expect(turns).toBeGreaterThan(5)
})
