import { expect, describe as group, test } from 'vitest'
import { describe } from './describe.ts'

function sentence(cronExpression: string, timezone = 'Europe/Oslo'): string {
  return describe({ scheduleType: 'cron', cronExpression, timezone })
}

group('describe', () => {
  test.each([
    ['* * * * *', 'Every minute'],
    ['*/5 * * * *', 'Every 5 minutes'],
    ['@hourly', 'Every hour'],
    ['30 2 * * *', 'At 02:30 every day, Europe/Oslo time'],
    ['0,30 2 * * *', 'At 02:00 and 02:30 every day, Europe/Oslo time'],
    ['0 9 * * MON-FRI', 'At 09:00, Monday through Friday, Europe/Oslo time'],
    ['0 17 * * 7', 'At 17:00, only on Sunday, Europe/Oslo time'],
    ['*/5 9-17 * * *', 'Every 5 minutes, between 09:00 and 17:59 every day, Europe/Oslo time'],
    ['15 3 1,15 * *', 'At 03:15, on day 1 and 15 of the month, Europe/Oslo time'],
    ['0 0 29 2 *', 'At 00:00, on day 29 of the month, only in February, Europe/Oslo time'],
    ['0 0 */2 * *', 'At 00:00, on every 2nd day of the month from day 1, Europe/Oslo time'],
  ])('of "%s" is "%s"', (expression, expected) => {
    expect(sentence(expression)).toBe(expected)
  })

  test.each([
    ['0 0 13 * 5', 'At 00:00, on day 13 of the month OR on Friday, Europe/Oslo time'],
    [
      '0 0 13 6 5-7',
      'At 00:00, on day 13 of the month OR Friday through Sunday, only in June, Europe/Oslo time',
    ],
    ['0 0 1-7 * 1', 'At 00:00, between day 1 and 7 of the month OR on Monday, Europe/Oslo time'],
  ])('says OR where cron means it: "%s"', (expression, expected) => {
    expect(sentence(expression)).toBe(expected)
  })

  test('does not say OR where both day fields must match', () => {
    expect(sentence('0 0 */3 * 1')).toBe(
      'At 00:00, on every 3rd day of the month from day 1, if that day is also a Monday, Europe/Oslo time',
    )
    expect(sentence('0 0 13 * */2')).toContain('if that day is also a Sunday, Tuesday')
  })

  test.each([
    ['*/45 * * * *', 'At 0 and 45 minutes past the hour'],
    ['*/60 * * * *', 'Every hour'],
    ['5,* * * * *', 'Every minute'],
    ['0-10/20 * * * *', 'Every hour'],
    ['0 */10 * * *', 'At 00:00, 10:00 and 20:00 every day, Europe/Oslo time'],
    ['0 0 1-31 * 0-6', 'At 00:00 every day, Europe/Oslo time'],
  ])('does not promise an even rhythm that "%s" has not', (expression, expected) => {
    expect(sentence(expression)).toBe(expected)
  })

  test('names UTC plainly', () => {
    expect(sentence('30 2 * * *', 'UTC')).toBe('At 02:30 every day, UTC')
  })

  test('gives a one-time schedule its local date and time', () => {
    const scheduledAt = Date.parse('2027-03-28T01:30:00Z')
    expect(describe({ scheduleType: 'once', scheduledAt, timezone: 'Europe/Oslo' })).toBe(
      'Once, on 28 Mar 2027 at 03:30, Europe/Oslo time',
    )
    expect(describe({ scheduleType: 'once', scheduledAt: 1_500, timezone: 'UTC' })).toBe(
      'Once, on 1 Jan 1970 at 00:00:01, UTC',
    )
  })
})
