import { describe, expect, test } from 'vitest'
import { warningsFor } from './warnings-for.ts'

const newYear2027 = Date.UTC(2027, 0)

function warned(code: string, cronExpression: string, timezone = 'UTC', from = newYear2027) {
  return warningsFor({ scheduleType: 'cron', cronExpression, timezone }, from)
    .filter(warning => warning.code === code)
    .map(warning => warning.message)
}

describe('warningsFor a clock change', () => {
  test.each<[string, string, string[]]>([
    [
      '30 2 * * *',
      'Europe/Oslo',
      [
        'On 28 Mar 2027 02:30 does not exist in Europe/Oslo. Prikke runs it at 03:00.',
        'On 31 Oct 2027 02:30 happens twice in Europe/Oslo. Prikke runs it once, the first time.',
      ],
    ],
    [
      '0,30 2 * * *',
      'Europe/Oslo',
      [
        'On 28 Mar 2027 02:00 and 02:30 do not exist in Europe/Oslo. Prikke runs once for all of them, at 03:00.',
        'On 31 Oct 2027 02:00 and 02:30 happen twice in Europe/Oslo. Prikke runs each once, the first time.',
      ],
    ],
    [
      '0-59 2 * * *',
      'Europe/Oslo',
      [
        'On 28 Mar 2027 60 times from 02:00 to 02:59 do not exist in Europe/Oslo. Prikke runs once for all of them, at 03:00.',
        'On 31 Oct 2027 60 times from 02:00 to 02:59 happen twice in Europe/Oslo. Prikke runs each once, the first time.',
      ],
    ],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      ['On 3 Oct 2027 02:15 does not exist in Australia/Lord_Howe. Prikke runs it at 02:30.'],
    ],
    [
      '*/20 2 * * *',
      'Europe/Oslo',
      [
        'On 28 Mar 2027 the clock in Europe/Oslo goes from 02:00 to 03:00. Prikke does not make up for runs in between.',
        'On 31 Oct 2027 the clock in Europe/Oslo goes from 03:00 back to 02:00. Prikke runs at matching times both before and after.',
      ],
    ],
    [
      '0 * * * *',
      'Australia/Lord_Howe',
      [
        'On 4 Apr 2027 the clock in Australia/Lord_Howe goes from 02:00 back to 01:30. Prikke runs at matching times both before and after.',
        'On 3 Oct 2027 the clock in Australia/Lord_Howe goes from 02:00 to 02:30. Prikke does not make up for runs in between.',
      ],
    ],
  ])('tells what "%s" in %s does', (expression, timezone, expected) => {
    expect(warned('clock_change', expression, timezone)).toEqual(expected)
  })

  test.each([
    ['30 2 * * *', 'UTC'],
    ['30 2 * * *', 'Asia/Kolkata'],
    ['0 3 * * *', 'Europe/Oslo'],
    ['30 2 * * MON', 'Europe/Oslo'],
    ['0 * * * *', 'Europe/Oslo'],
    ['*/15 * * * *', 'Europe/Oslo'],
    ['*/15 * * * *', 'Australia/Lord_Howe'],
    ['* * * * *', 'Australia/Lord_Howe'],
  ])('is silent about "%s" in %s, which does not notice', (expression, timezone) => {
    expect(warned('clock_change', expression, timezone)).toEqual([])
  })

  test('looks 12 months ahead and no further', () => {
    const dates = (from: string) =>
      warned('clock_change', '30 2 * * *', 'Europe/Oslo', Date.parse(from)).map(text =>
        text.slice(3, 14),
      )
    expect(dates('2027-03-28T00:59:59Z')).toEqual(['28 Mar 2027', '31 Oct 2027', '26 Mar 2028'])
    expect(dates('2027-03-28T01:00:00Z')).toEqual(['31 Oct 2027', '26 Mar 2028'])
    expect(dates('2027-03-20T00:00:00Z')).toEqual(['28 Mar 2027', '31 Oct 2027'])
  })

  test('says so when a skipped day is too long to make up for', () => {
    const from = Date.UTC(2011, 9)
    expect(warned('clock_change', '30 12 * * *', 'Pacific/Apia', from)).toEqual([
      'On 30 Dec 2011 12:30 does not exist in Pacific/Apia. Prikke does not run then.',
    ])
  })
})

describe('warningsFor the day fields', () => {
  test('tells when day of month and day of week mean either', () => {
    expect(warned('day_or_weekday', '0 0 13 * 5')).toEqual([
      'Day of month and day of week are both set. Cron runs when EITHER matches: At 00:00, on day 13 of the month OR on Friday, UTC.',
    ])
    expect(warned('day_and_weekday', '0 0 13 * 5')).toEqual([])
  })

  test('tells when a star with a step makes both count', () => {
    expect(warned('day_and_weekday', '0 0 */2 * 1')).toHaveLength(1)
    expect(warned('day_or_weekday', '0 0 */2 * 1')).toEqual([])
  })

  test.each(['0 0 * * *', '0 0 13 * *', '0 0 * * 5', '0 0 */2 * *'])(
    'is silent about "%s", where one field alone decides',
    expression => {
      expect(warned('day_or_weekday', expression)).toEqual([])
      expect(warned('day_and_weekday', expression)).toEqual([])
    },
  )

  test.each([
    ['0 0 31 * *', ['Day 31 does not come in February, April, June, September and November.']],
    ['0 0 30 * *', ['Day 30 does not come in February.']],
    ['0 0 29 * *', ['Day 29 comes in February only in leap years.']],
    ['0 0 29 2 *', ['Day 29 comes in February only in leap years.']],
    ['0 0 15,31 4,5 *', ['Day 31 does not come in April.']],
    ['0 0 28-31 * *', []],
    ['0 0 31 1,3,5 *', []],
    ['0 0 * * *', []],
    ['0 0 28 * *', []],
  ])('tells which months lack the day in "%s"', (expression, expected) => {
    expect(warned('short_month', expression)).toEqual(expected)
  })
})

test('a one-time schedule is an instant and has nothing to warn about', () => {
  const scheduledAt = Date.parse('2027-10-31T00:30:00Z')
  expect(warningsFor({ scheduleType: 'once', scheduledAt, timezone: 'Europe/Oslo' }, 0)).toEqual([])
})
