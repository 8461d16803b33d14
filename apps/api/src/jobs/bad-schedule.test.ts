import { expect, test } from 'vitest'
import { openJobDoors, type Refusal } from '../../test/job-doors.ts'

const everywhere = { at: ['POST', 'PATCH', 'sync', 'preview'] as ('POST' | 'preview')[] }

/** What no cron expression is; one row for each reason. */
const badCrons: Record<string, Record<string, readonly string[]>> = {
  cron_invalid: {
    'not five fields': ['', ' ', '* * * *', '* * * * * *', '0 0 0 * * * 2027'],
    'more than an expression': ['0 0 * * *\n', '0 0 * * *;', '* * * * *\0', 'TZ=UTC 0 0 * * *'],
    'out of range': [
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * 32 * *',
      '* * * 13 *',
      '* * * * 8',
    ],
    'a step of nothing, or past the end': ['*/0 * * * *', '*/61 * * * *', '*/5/2 * * * *'],
    'a range that runs backwards': ['5-1 * * * *', '0 22-2 * * *'],
    'a list with a hole': ['1,,2 * * * *', ',1 * * * *', '1, * * * *'],
    'no decimal digits': [
      ...['-1 * * * *', '1.5 * * * *', '0x5 * * * *', '1e1 * * * *', '٥ * * * *', '１ * * * *'],
      ...['+13 * * * *', '~ * * * *'],
    ],
    'what is different every time': ['H * * * *', 'H/5 * * * *', '@reboot', '@every 5m'],
    'what only some dialects know': [
      ...['1/5 * * * *', '* * L * *', '* * 15W * *', '* * * * 5#2', '0 0 ? * *'],
    ],
    'too long': [`${'1,'.repeat(5_000)}1 * * * *`],
  },
  cron_never_fires: {
    'a day that no month named has': ['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4,6,9,11 *'],
  },
}

const goodCrons: [written: string, stored: string][] = [
  ['@daily', '0 0 * * *'],
  ['@HOURLY', '0 * * * *'],
  ['0 9 * * mon-Fri', '0 9 * * MON-FRI'],
  ['0 0 * * 7', '0 0 * * 0'],
  ['  00\t00  * * *  ', '0 0 * * *'],
  ['0 0 29 2 *', '0 0 29 2 *'],
  ['0 0 13 * 5', '0 0 13 * 5'],
  ['0 0 31 2 5', '0 0 31 2 5'],
]

const badZones = [
  ...['', ' ', 'GMT+2', '+02:00', '-05', 'Nope/Zone', '../../etc/passwd', 'Europe/oslo', 'utc'],
  ...['CET', 'EST', 'EST5EDT', 'Etc/GMT+5', 'UTC\0', '__proto__', 'constructor', 'x'.repeat(9_000)],
]

const badInstants: [scheduledAt: string, code: string][] = [
  ['2026-01-01T00:00:00Z', 'scheduled_at_invalid'],
  ['2099-01-01T00:00:00Z', 'scheduled_at_invalid'],
  ['infinity', 'invalid_format'],
  ['now', 'invalid_format'],
  ['2027-03-28T02:30:00', 'invalid_format'],
  ['2027-02-30T00:00:00Z', 'invalid_format'],
  ['2027-01-01', 'invalid_format'],
  ['2027-01-01T24:00:00Z', 'invalid_format'],
  ['2027-01-01T00:00:60Z', 'invalid_format'],
  ['+275760-09-13T00:00:00Z', 'invalid_format'],
  ['0000-01-01T00:00:00Z', 'invalid'],
]

test('no cron expression, wherever it comes in', async () => {
  const { refused } = await openJobDoors()
  const rows = Object.entries(badCrons).flatMap(([code, reasons]) =>
    Object.values(reasons).flatMap(expressions =>
      expressions.map((cronExpression): Refusal => [{ cronExpression }, 'cronExpression', code]),
    ),
  )
  await refused(rows, everywhere)
}, 30_000)

test('what is wrong with an expression is said with its field and its place', async () => {
  const { call } = await openJobDoors()
  for (const [cronExpression, detail] of [
    [
      '0 0 32 * *',
      'cronExpression: In the day of month field, at character 5: 32 is outside 1–31.',
    ],
    ['1,,2 * * * *', 'cronExpression: In the minute field, at character 3: a value is missing.'],
    [
      '0 0 30 2 *',
      'cronExpression: No month named has the day named, so this schedule would never run.',
    ],
  ]) {
    const { body } = await call('POST', '/api/schedules/preview', { body: { cronExpression } })
    expect(body.detail).toBe(detail)
  }
})

test('what cron does allow is stored in one spelling', async () => {
  const { call } = await openJobDoors()
  for (const [cronExpression, stored] of goodCrons) {
    const job = { name: 'Fine', url: 'https://example.com/', scheduleType: 'cron', cronExpression }
    const { status, body } = await call('POST', '/api/jobs', { body: job })
    expect([cronExpression, status, body.cronExpression]).toEqual([cronExpression, 201, stored])
  }
})

test('no time zone, wherever it comes in', async () => {
  const { refused } = await openJobDoors()
  await refused(
    badZones.map(timezone => [{ timezone }, 'timezone', 'timezone_invalid']),
    everywhere,
  )
}, 30_000)

test('no instant, or none that a job may have', async () => {
  const { refused } = await openJobDoors()
  await refused(
    badInstants.map(([scheduledAt, code]) => [{ scheduledAt }, 'scheduledAt', code]),
    { kind: 'once' },
  )
})

test('a schedule of one kind with the time of the other', async () => {
  const { refused } = await openJobDoors()
  const scheduledAt = '2027-01-01T00:00:00Z'
  await refused([
    [{ scheduledAt }, 'scheduledAt', 'schedule_mismatch'],
    [{ cronExpression: null }, 'cronExpression', 'required'],
    [{ scheduleType: 'interval' }, 'scheduleType', 'invalid_value'],
    [{ cronExpression: 5 }, 'cronExpression', 'invalid_type'],
    [{ timezone: null }, 'timezone', 'invalid_type'],
  ])
  await refused(
    [
      [{ cronExpression: '* * * * *' }, 'cronExpression', 'schedule_mismatch'],
      [{ scheduledAt: null }, 'scheduledAt', 'required'],
      [{ scheduledAt: 1_800_000_000 }, 'scheduledAt', 'invalid_type'],
    ],
    { kind: 'once' },
  )
})
