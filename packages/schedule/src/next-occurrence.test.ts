import { describe, expect, test } from 'vitest'
import { nextOccurrence } from './next-occurrence.ts'
import { occurrencesBetween } from './occurrences-between.ts'
import type { Schedule } from './schedule.ts'

function cron(cronExpression: string, timezone = 'UTC'): Schedule {
  return { scheduleType: 'cron', cronExpression, timezone }
}

/** Occurrences as `03-28T01:00` or, with a note, `03-28T01:00 shifted`. */
function between(expression: string, timezone: string, after: string, until: string): string[] {
  const found = occurrencesBetween(
    cron(expression, timezone),
    Date.parse(`${after}Z`),
    Date.parse(`${until}Z`),
  )
  return found.map(({ at, note }) =>
    [new Date(at).toISOString().slice(5, 16), note].join(' ').trim(),
  )
}

describe('nextOccurrence over a clock change', () => {
  test.each<[string, string, string, string, string[]]>([
    // Oslo, 2027-03-28: 02:00 → 03:00 at 01:00Z
    ['30 2 * * *', 'Europe/Oslo', '2027-03-27T12:00', '2027-03-28T12:00', ['03-28T01:00 shifted']],
    [
      '0,30 2 * * *',
      'Europe/Oslo',
      '2027-03-27T12:00',
      '2027-03-28T12:00',
      ['03-28T01:00 shifted'],
    ],
    [
      '28 0-4 * * *',
      'Europe/Oslo',
      '2027-03-27T12:00',
      '2027-03-28T12:00',
      ['03-27T23:28', '03-28T00:28', '03-28T01:00 shifted', '03-28T01:28', '03-28T02:28'],
    ],
    ['0 3 * * *', 'Europe/Oslo', '2027-03-27T12:00', '2027-03-28T12:00', ['03-28T01:00']],
    [
      '30 2,3 * * *',
      'Europe/Oslo',
      '2027-03-27T12:00',
      '2027-03-28T12:00',
      ['03-28T01:00 shifted', '03-28T01:30'],
    ],
    ['0 2,3 * * *', 'Europe/Oslo', '2027-03-27T12:00', '2027-03-28T12:00', ['03-28T01:00 shifted']],
    ['*/20 2 * * *', 'Europe/Oslo', '2027-03-27T12:00', '2027-03-28T12:00', []],
    // Oslo, 2027-10-31: 03:00 → 02:00 at 01:00Z
    [
      '30 2 * * *',
      'Europe/Oslo',
      '2027-10-30T12:00',
      '2027-10-31T12:00',
      ['10-31T00:30 first_pass'],
    ],
    [
      '0 * * * *',
      'Europe/Oslo',
      '2027-10-30T23:59',
      '2027-10-31T03:00',
      ['10-31T00:00', '10-31T01:00', '10-31T02:00', '10-31T03:00'],
    ],
    [
      '*/20 2 * * *',
      'Europe/Oslo',
      '2027-10-30T12:00',
      '2027-10-31T12:00',
      ['10-31T00:00', '10-31T00:20', '10-31T00:40', '10-31T01:00', '10-31T01:20', '10-31T01:40'],
    ],
    [
      '0 0-23 * * *',
      'Europe/Oslo',
      '2027-10-30T23:59',
      '2027-10-31T02:59',
      ['10-31T00:00 first_pass', '10-31T02:00'],
    ],
    // New York, 2027-03-14 at 07:00Z and 2027-11-07 at 06:00Z
    [
      '30 2 * * *',
      'America/New_York',
      '2027-03-14T00:00',
      '2027-03-14T23:00',
      ['03-14T07:00 shifted'],
    ],
    [
      '44 0,2 * * *',
      'America/New_York',
      '2027-03-14T00:00',
      '2027-03-14T23:00',
      ['03-14T05:44', '03-14T07:00 shifted'],
    ],
    [
      '30 1 * * *',
      'America/New_York',
      '2027-11-07T00:00',
      '2027-11-07T23:00',
      ['11-07T05:30 first_pass'],
    ],
    [
      '0 * * * *',
      'America/New_York',
      '2027-11-07T04:59',
      '2027-11-07T07:00',
      ['11-07T05:00', '11-07T06:00', '11-07T07:00'],
    ],
    // Lord Howe: half an hour, 2027-10-02T15:30Z and 2027-04-03T15:00Z
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2027-10-02T03:00',
      '2027-10-03T03:00',
      ['10-02T15:30 shifted'],
    ],
    [
      '0 2 * * *',
      'Australia/Lord_Howe',
      '2027-10-02T03:00',
      '2027-10-03T03:00',
      ['10-02T15:30 shifted'],
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2027-04-03T03:00',
      '2027-04-04T03:00',
      ['04-03T14:45 first_pass'],
    ],
    [
      '*/15 * * * *',
      'Australia/Lord_Howe',
      '2027-04-03T14:15',
      '2027-04-03T15:30',
      ['04-03T14:30', '04-03T14:45', '04-03T15:00', '04-03T15:15', '04-03T15:30'],
    ],
    [
      '0 * * * *',
      'Australia/Lord_Howe',
      '2027-04-03T13:30',
      '2027-04-03T15:30',
      ['04-03T14:00', '04-03T15:30'],
    ],
    // Juba went from 1 February 2021 back to 31 January, and the next match was a year away
    [
      '0 * 31 1 *',
      'Africa/Juba',
      '2021-01-31T19:00',
      '2021-02-01T12:00',
      ['01-31T20:00', '01-31T21:00'],
    ],
    // Apia left out 2011-12-30; a day is too long to make up for
    [
      '30 12 * * *',
      'Pacific/Apia',
      '2011-12-29T12:00',
      '2011-12-31T12:00',
      ['12-29T22:30', '12-30T22:30'],
    ],
    ['30 12 30 12 *', 'Pacific/Apia', '2011-12-01T00:00', '2012-06-01T00:00', []],
    ['0 0 31 12 *', 'Pacific/Apia', '2011-12-01T00:00', '2012-06-01T00:00', ['12-30T10:00']],
  ])('"%s" in %s after %s until %s', (expression, timezone, after, until, expected) => {
    expect(between(expression, timezone, after, until)).toEqual(expected)
  })

  test('starts at the very edge of a gap without losing or repeating the shifted run', () => {
    const change = Date.parse('2027-03-28T01:00:00Z')
    const schedule = cron('30 2 * * *', 'Europe/Oslo')
    expect(nextOccurrence(schedule, change - 1)).toEqual({ at: change, note: 'shifted' })
    expect(nextOccurrence(schedule, change)?.at).toBe(Date.parse('2027-03-29T00:30:00Z'))
  })

  test('starts inside the second pass without running again', () => {
    const schedule = cron('30 2 * * *', 'Europe/Oslo')
    const expected = { at: Date.parse('2027-11-01T01:30:00Z') }
    expect(nextOccurrence(schedule, Date.parse('2027-10-31T01:00:00Z'))).toEqual(expected)
    expect(nextOccurrence(schedule, Date.parse('2027-10-31T01:29:59Z'))).toEqual(expected)
  })
})

describe('nextOccurrence by the calendar', () => {
  const next = (expression: string, after: string) => {
    const found = nextOccurrence(cron(expression), Date.parse(after))
    return found === null ? null : new Date(found.at).toISOString().slice(0, 16)
  }

  test.each([
    ['* * * * *', '2027-01-01T00:00:00.000Z', '2027-01-01T00:01'],
    ['* * * * *', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00'],
    ['59 23 31 12 *', '2026-12-31T23:59:00Z', '2027-12-31T23:59'],
    ['0 0 29 2 *', '2027-01-01T00:00Z', '2028-02-29T00:00'],
    ['0 0 29 2 *', '2096-03-01T00:00Z', '2104-02-29T00:00'],
    ['0 0 31 * *', '2027-03-31T00:00Z', '2027-05-31T00:00'],
    ['0 0 * * 7', '2027-01-01T00:00Z', '2027-01-03T00:00'],
    ['0 0 * * FRI-7', '2027-01-03T00:00Z', '2027-01-08T00:00'],
    ['0 0 29 2 */7', '2027-01-01T00:00Z', '2032-02-29T00:00'],
    ['1-5,3 9 * * *', '2027-01-01T09:03Z', '2027-01-01T09:04'],
    ['@yearly', '2027-01-01T00:00Z', '2028-01-01T00:00'],
    ['* * * * *', '1969-12-31T23:58:30Z', '1969-12-31T23:59'],
    ['0 0 29 2 *', '0001-01-01T00:00Z', '0004-02-29T00:00'],
  ])('"%s" after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })

  test('two restricting day fields mean either, as in crontab(5)', () => {
    expect(between('0 0 13 * 5', 'UTC', '2027-08-01T00:00', '2027-08-21T00:00')).toEqual([
      '08-06T00:00',
      '08-13T00:00',
      '08-20T00:00',
    ])
    expect(between('0 0 2 * FRI', 'UTC', '2027-08-01T00:00', '2027-08-07T00:00')).toEqual([
      '08-02T00:00',
      '08-06T00:00',
    ])
  })

  test('a day field that begins with a star has to match as well, as in Vixie cron', () => {
    expect(between('0 0 */2 * MON', 'UTC', '2027-08-01T00:00', '2027-09-01T00:00')).toEqual([
      '08-09T00:00',
      '08-23T00:00',
    ])
    expect(between('0 0 13 * */5', 'UTC', '2027-01-01T00:00', '2027-12-31T00:00')).toEqual([
      '06-13T00:00',
      '08-13T00:00',
    ])
  })

  test('refuses to walk an expression that parseCron refuses', () => {
    expect(() => nextOccurrence(cron('1/5 * * * *'), 0)).toThrow('not a valid cron expression')
  })
})

describe('nextOccurrence of a one-time schedule', () => {
  test('is its instant until that has come, and then nothing', () => {
    const once: Schedule = { scheduleType: 'once', scheduledAt: 1_000, timezone: 'UTC' }
    expect(nextOccurrence(once, 999)).toEqual({ at: 1_000 })
    expect(nextOccurrence(once, 1_000)).toBeNull()
    expect(occurrencesBetween(once, 0, 1_000)).toEqual([{ at: 1_000 }])
    expect(occurrencesBetween(once, 0, 999)).toEqual([])
  })
})

describe('occurrencesBetween', () => {
  test('leaves out the start, includes the end and stops at the limit', () => {
    const minutely = cron('* * * * *')
    expect(occurrencesBetween(minutely, 0, 180_000).map(({ at }) => at)).toEqual([
      60_000, 120_000, 180_000,
    ])
    expect(occurrencesBetween(minutely, 0, 180_000, 2)).toHaveLength(2)
    expect(occurrencesBetween(minutely, 0, 180_000, 0)).toEqual([])
  })
})
