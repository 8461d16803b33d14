import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cronOf,
  hourSteps,
  minuteSteps,
  type SimpleSchedule,
  simpleOf,
  turnedTo,
} from './simple-schedule.ts'

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(both => both.map(n => `${n}`.padStart(2, '0')).join(':'))
const inWeek = [1, 2, 3, 4, 5, 6, 0]
const rhythm: fc.Arbitrary<SimpleSchedule> = fc.oneof(
  fc.record({ kind: fc.constant('minutes' as const), every: fc.constantFrom(...minuteSteps) }),
  fc.record({
    kind: fc.constant('hours' as const),
    every: fc.constantFrom(...hourSteps),
    minute: fc.integer({ min: 0, max: 59 }),
  }),
  fc.record({ kind: fc.constant('day' as const), time }),
  fc.record({
    kind: fc.constant('week' as const),
    days: fc.subarray(inWeek, { minLength: 1 }),
    time,
  }),
  fc.record({ kind: fc.constant('month' as const), day: fc.integer({ min: 1, max: 31 }), time }),
)

describe('a rhythm', () => {
  test('is the same after it was an expression', () => {
    fc.assert(
      fc.property(rhythm, simple => {
        expect(simpleOf(cronOf(simple))).toEqual(simple)
      }),
    )
  })

  test.each([
    ['@hourly', { kind: 'hours', every: 1, minute: 0 }],
    ['@daily', { kind: 'day', time: '00:00' }],
    ['@weekly', { kind: 'week', days: [0], time: '00:00' }],
    ['@monthly', { kind: 'month', day: 1, time: '00:00' }],
    [' 30  9 * * mon-fri ', { kind: 'week', days: [1, 2, 3, 4, 5], time: '09:30' }],
    ['0 9 * * 5-7', { kind: 'week', days: [5, 6, 0], time: '09:00' }],
    ['0 9 * * SUN,WED', { kind: 'week', days: [3, 0], time: '09:00' }],
  ])('stands in "%s"', (expression, simple) => {
    expect(simpleOf(expression)).toEqual(simple)
  })

  test.each([
    '0 9 13 * 5',
    '*/7 * * * *',
    '0 */5 * * *',
    '0 9,17 * * *',
    '0 9 1 1 *',
    '0 9 * * 1-5/2',
    '0 9 * * 5-1',
    '61 9 * * *',
    '0 9 * *',
    '@yearly',
    '',
  ])('does not say all of "%s"', expression => {
    expect(simpleOf(expression)).toBeNull()
  })

  test('keeps its time of day when it turns to another kind', () => {
    expect(turnedTo('month', { kind: 'day', time: '04:30' })).toMatchObject({ time: '04:30' })
    expect(turnedTo('week', { kind: 'minutes', every: 5 })).toMatchObject({ time: '09:00' })
  })
})
