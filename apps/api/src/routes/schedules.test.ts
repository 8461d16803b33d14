import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'

describe('POST /api/schedules/preview', () => {
  test('200: words, runs on the clock of the zone, and what may surprise', async () => {
    const org = await (await openApi()).organization()
    const { status, body } = await org.call('POST', '/api/schedules/preview', {
      body: {
        cronExpression: '30 2 * * *',
        timezone: 'Europe/Oslo',
        from: '2027-03-27T02:00:00Z',
        limit: 2,
      },
    })
    expect(status).toBe(200)
    expect(body.description).toMatch(/02:30.*Europe\/Oslo/)
    expect(body.runs).toEqual([
      {
        at: '2027-03-28T01:00:00.000Z',
        local: '2027-03-28T03:00:00',
        offset: '+02:00',
        note: 'shifted',
      },
      { at: '2027-03-29T00:30:00.000Z', local: '2027-03-29T02:30:00', offset: '+02:00' },
    ])
    expect(body.warnings.map((warning: { code: string }) => warning.code)).toContain('clock_change')
  })

  test('200: the stored form, each field in words, how often, and how close together', async () => {
    const org = await (await openApi()).organization()
    const preview = async (body: object) =>
      (await org.call('POST', '/api/schedules/preview', { body })).body
    const cron = await preview({ cronExpression: ' */5  9-17 * * mon-fri ' })
    expect(cron).toMatchObject({ cronExpression: '*/5 9-17 * * MON-FRI', intervalMinutes: 5 })
    expect(cron.runsPerMonth).toBeCloseTo(108 * 21.75, -1)
    expect(cron.fields.map((field: { meaning: string }) => field.meaning)).toEqual([
      'every 5 minutes',
      'hours 9 to 17',
      'every day of the month',
      'every month',
      'Monday to Friday',
    ])
    const figures = { cronExpression: null, intervalMinutes: null, runsPerMonth: null, fields: [] }
    expect(await preview({ scheduledAt: '2027-01-01T12:00:00Z' })).toMatchObject(figures)
  })

  test.each([
    ['0 24 * * *', 2],
    ['0  0 31 2 *', 5],
    ['0 0 1,32 * *', 6],
  ])('422: says at which character "%s" goes wrong', async (cronExpression, position) => {
    const org = await (await openApi()).organization()
    const { body } = await org.call('POST', '/api/schedules/preview', { body: { cronExpression } })
    expect(body.errors).toMatchObject([{ path: 'cronExpression', position }])
  })

  test('200: one instant runs once, and is past after itself', async () => {
    const org = await (await openApi()).organization()
    const scheduledAt = '2027-01-01T12:00:00+01:00'
    const preview = async (from: string) =>
      (await org.call('POST', '/api/schedules/preview', { body: { scheduledAt, from } })).body.runs
    expect(await preview('2027-01-01T10:59:59.999Z')).toMatchObject([
      { at: '2027-01-01T11:00:00.000Z' },
    ])
    expect(await preview('2027-01-01T11:00:00Z')).toEqual([])
  })

  test('422: neither or both, and what no schedule is', async () => {
    const org = await (await openApi()).organization()
    for (const [body, path, code] of [
      [{}, 'cronExpression', 'validation_failed'],
      [
        { cronExpression: '* * * * *', scheduledAt: '2027-01-01T00:00:00Z' },
        'cronExpression',
        'validation_failed',
      ],
      [{ cronExpression: '* * * *' }, 'cronExpression', 'cron_invalid'],
      [{ cronExpression: '0 0 30 2 *' }, 'cronExpression', 'cron_never_fires'],
      [{ cronExpression: '* * * * *', timezone: 'x' }, 'timezone', 'timezone_invalid'],
      [{ cronExpression: '* * * * *', limit: 101 }, 'limit', 'validation_failed'],
      [{ cronExpression: '* * * * *', from: 'x' }, 'from', 'validation_failed'],
    ] as const) {
      const answer = await org.call('POST', '/api/schedules/preview', { body })
      expect([answer.status, answer.body.errors[0].path, answer.body.code]).toEqual([
        422,
        path,
        code,
      ])
    }
  })

  test('200: the ends of time are answered too', async () => {
    const org = await (await openApi()).organization()
    for (const [from, count] of [
      ['0001-01-01T00:00:00Z', 100],
      // The year 10000 cannot be written as an instant is.
      ['9999-12-31T23:59:59Z', 0],
    ] as const) {
      const { status, body } = await org.call('POST', '/api/schedules/preview', {
        body: { cronExpression: '0 0 29 2 1', timezone: 'Pacific/Apia', from, limit: 100 },
      })
      expect([from, status, body.runs?.length]).toEqual([from, 200, count])
    }
  })
})
