import fc from 'fast-check'
import type { Wall } from './wall-clock.ts'

const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

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
    { weight: 1, arbitrary: fc.tuple(step, item).map(([n, i]) => `*/${n},${i}`) },
    { weight: 1, arbitrary: fc.constant(`${first}-${last}`) },
    {
      weight: 6,
      arbitrary: fc.uniqueArray(item, { minLength: 1, maxLength: 3 }).map(l => l.join()),
    },
  )
}

/** Cron expressions that mean something close to what a clock shows. */
export function expressionAround(wall: Wall): fc.Arbitrary<string> {
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

/** What people really write, placed where a clock leaps from one wall to another. */
export function tellingExpressions(from: Wall, to: Wall): string[] {
  const { minute, hour, day, month } = from
  const hours = [...new Set([hour, to.hour])].join()
  return [
    `${(minute + 30) % 60} ${hour} * * *`,
    `0,30 ${hours} * * *`,
    `28 0-23 * * *`,
    `0 * * * *`,
    `*/7 * * * *`,
    `*/20 ${hours} * * *`,
    `${minute} ${hour} ${day} ${month} *`,
  ]
}
