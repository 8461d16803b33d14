import { describe, expect, test } from 'vitest'
import {
  cronOf,
  hourSteps,
  minuteSteps,
  type SimpleSchedule,
  simpleOf,
  turnedTo,
} from './simple-schedule.ts'

const times = ['00:00', '00:59', '09:05', '23:30']
/** Every choice there is, at a few times of day. */
const rhythms: SimpleSchedule[] = [
  ...minuteSteps.map(every => ({ kind: 'minutes' as const, every })),
  ...hourSteps.flatMap(every =>
    [0, 7, 59].map(minute => ({ kind: 'hours' as const, every, minute })),
  ),
  ...times.flatMap(time => [
    { kind: 'day' as const, time },
    ...[[1], [0], [1, 2, 3, 4, 5], [6, 0], [1, 3, 5], [1, 2, 3, 4, 5, 6, 0]].map(days => ({
      ...{ kind: 'week' as const, days, time },
    })),
    ...Array.from({ length: 31 }).map((_, day) => ({ kind: 'month' as const, day: day + 1, time })),
  ]),
]

describe('a rhythm', () => {
  test.each(rhythms)('%j is the same after it was an expression', simple => {
    expect(simpleOf(cronOf(simple))).toEqual(simple)
  })

  test.each([
    [[1, 2, 3, 4, 5], '1-5'],
    [[5, 6, 0], '5-7'],
    [[6, 0], '6,0'],
    [[1, 2, 3, 6], '1-3,6'],
    [[1, 2, 3, 4, 5, 6, 0], '1-7'],
  ])('on the days %j is written %s', (days, text) => {
    expect(cronOf({ kind: 'week', days, time: '09:00' })).toBe(`0 9 * * ${text}`)
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
