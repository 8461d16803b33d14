import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { occurrencesBetween } from './occurrences-between.ts'
import { shortestIntervalMinutes } from './shortest-interval-minutes.ts'

const minutesPerDay = 1_440

describe('shortestIntervalMinutes', () => {
  test.each([
    ['* * * * *', 1],
    ['*/5 * * * *', 5],
    ['*/45 * * * *', 15],
    ['*/7 * * * *', 4],
    ['@hourly', 60],
    ['0 */5 * * *', 4 * 60],
    ['0 9,17 * * *', 8 * 60],
    ['0,59 0,23 * * *', 1],
    ['0,59 0,23 * * MON', 59],
    ['30 2 * * *', minutesPerDay],
    ['0 9 * * MON-FRI', minutesPerDay],
    ['0 9 * * MON', 7 * minutesPerDay],
    ['0 9 * * MON,THU', 3 * minutesPerDay],
    ['0 23 1 * MON', minutesPerDay],
    ['@monthly', 28 * minutesPerDay],
    ['0 0 31 * *', 31 * minutesPerDay],
    ['@yearly', 365 * minutesPerDay],
    ['0 0 29 2 *', 1_461 * minutesPerDay],
    ['0 0 29 2 */7', 28 * 365 * minutesPerDay + 7 * minutesPerDay],
  ])('of "%s" is %i', (expression, expected) => {
    expect(shortestIntervalMinutes(expression)).toBe(expected)
  })

  test('is never longer than any interval seen in UTC', () => {
    const list = (min: number, max: number) =>
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map(l => l.join())
    const days = fc.oneof(fc.constant('*'), list(1, 28), fc.constant('*/2'))
    const weekdays = fc.oneof(fc.constant('*'), list(0, 6))
    fc.assert(
      fc.property(list(0, 59), list(0, 23), days, weekdays, (minute, hour, day, weekday) => {
        const cronExpression = `${minute} ${hour} ${day} * ${weekday}`
        const seen = occurrencesBetween(
          { scheduleType: 'cron', cronExpression, timezone: 'UTC' },
          Date.UTC(2028, 0),
          Date.UTC(2034, 0),
          400,
        ).map(({ at }) => at / 60_000)
        const gaps = seen.slice(1).map((at, index) => at - (seen[index] ?? at))
        const shortest = shortestIntervalMinutes(cronExpression)
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(shortest)
      }),
      { numRuns: 200 },
    )
  })
})
