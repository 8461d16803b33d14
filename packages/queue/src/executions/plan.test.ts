import { describe, expect, test } from 'vitest'
import { dayOfRuns, type Group, planOccurrences } from './plan.ts'

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`)
const timeOf = (ms: number | null) =>
  ms === null ? null : new Date(ms).toISOString().slice(11, 19)
const day = 24 * 60 * 60 * 1000

function group(nextRunAt: string, values: Partial<Group> = {}): Group {
  const schedule = { scheduleType: 'cron', cronExpression: '* * * * *', timezone: 'UTC' } as const
  return { schedule, nextRunAt: at(nextRunAt), catchUp: 'latest', overlap: 'allow', ...values }
}

function plan(of: Group, now: string, options: { limit?: number; retentionMs?: number } = {}) {
  const limits = { limit: 1_000, leadMs: 2_000, retentionMs: 30 * day, ...options }
  const { occurrences, through, next } = planOccurrences(of, at(now), limits)
  return {
    run: occurrences.filter(o => !o.missed).map(o => timeOf(o.at)),
    missed: occurrences.filter(o => o.missed).map(o => timeOf(o.at)),
    through: timeOf(through),
    next: timeOf(next),
  }
}

describe('planning the occurrences of a group', () => {
  test('an occurrence is written up to two seconds ahead, and the next follows from it', () => {
    expect(plan(group('12:05:00'), '12:04:58.500')).toEqual({
      run: ['12:05:00'],
      missed: [],
      through: '12:05:00',
      next: '12:06:00',
    })
  })

  test('one found up to a minute late is simply late', () => {
    expect(plan(group('12:05:00'), '12:05:59')).toMatchObject({
      run: ['12:05:00', '12:06:00'],
      missed: [],
    })
  })

  test.each([
    ['latest', ['12:08:00', '12:09:00', '12:10:00'], 8],
    ['all', null, 0],
    ['none', ['12:09:00', '12:10:00'], 9],
  ] as const)(
    'after downtime %s runs what it says and records the rest',
    (catchUp, run, missedCount) => {
      const planned = plan(group('12:00:00', { catchUp }), '12:10:00')
      if (run !== null) expect(planned.run).toEqual(run)
      expect(planned.missed).toHaveLength(missedCount)
      expect(planned.run.length + planned.missed.length).toBe(11)
      expect(planned.next).toBe('12:11:00')
    },
  )

  test('all runs the newest hundred of those missed, however the chunks fall', () => {
    const limit = 7
    let of = group('06:00:00', { catchUp: 'all' })
    const run: (string | null)[] = []
    let missedCount = 0
    for (;;) {
      const limits = { limit, leadMs: 2_000, retentionMs: 30 * day }
      const { occurrences, next } = planOccurrences(of, at('12:00:30'), limits)
      run.push(...occurrences.filter(o => !o.missed).map(o => timeOf(o.at)))
      missedCount += occurrences.filter(o => o.missed).length
      if (next === null || next > at('12:00:30')) break
      of = { ...of, nextRunAt: next }
    }
    // 360 were missed, 11:59:30 and later were not; a hundred of the missed run, and 12:00.
    expect(run).toHaveLength(101)
    expect(run[0]).toBe('10:20:00')
    expect(missedCount).toBe(260)
  })

  test('what is older than retention leaves no row', () => {
    const planned = plan(group('00:00:00'), '12:00:00', { retentionMs: 5 * 60_000 })
    expect(planned.missed).toEqual(['11:55:00', '11:56:00', '11:57:00'])
    expect(planned.run).toEqual(['11:58:00', '11:59:00', '12:00:00'])
  })

  test('a one-time job follows the policy too and has no next', () => {
    const once = { scheduleType: 'once', scheduledAt: at('12:00:00'), timezone: 'UTC' } as const
    const late = '12:30:00'
    expect(plan(group('12:00:00', { schedule: once }), late)).toMatchObject({
      run: ['12:00:00'],
      next: null,
    })
    expect(plan(group('12:00:00', { schedule: once, catchUp: 'none' }), late)).toMatchObject({
      run: [],
      missed: ['12:00:00'],
    })
  })

  test('what is to run is of one UTC day, and the next plan begins with the next', () => {
    const over = group('23:58:00', { catchUp: 'all' })
    const now = '2026-11-22T00:01:30Z'
    const limits = { limit: 1_000, leadMs: 2_000, retentionMs: 30 * day }
    const first = planOccurrences(over, Date.parse(now), limits)
    expect([first.occurrences.map(o => timeOf(o.at)), dayOfRuns(first)]).toEqual([
      ['23:58:00', '23:59:00'],
      '2026-11-21',
    ])
    const nextRunAt = first.next ?? 0
    const second = planOccurrences({ ...over, nextRunAt }, Date.parse(now), limits)
    expect([second.occurrences.map(o => timeOf(o.at)), dayOfRuns(second)]).toEqual([
      ['00:00:00', '00:01:00'],
      '2026-11-22',
    ])
    // What is missed is not counted, and is written whole.
    const missed = planOccurrences(
      { ...over, catchUp: 'none' },
      Date.parse('2026-11-23T12:00:00Z'),
      limits,
    )
    expect(dayOfRuns({ occurrences: missed.occurrences.slice(0, 1_000) })).toBeNull()
    expect(missed.occurrences).toHaveLength(1_000)
  })

  test('with overlap skip nothing is written ahead, and one run at a time', () => {
    const skip = group('12:05:00', { overlap: 'skip', catchUp: 'all' })
    expect(plan(skip, '12:04:59').run).toEqual([])
    expect(plan(skip, '12:09:00')).toMatchObject({ run: ['12:05:00'], next: '12:06:00' })
  })

  test.each([
    ['0 * * * *', 'Australia/Lord_Howe', '2027-04-03T14:00:00Z', '2027-04-03T15:30:00.000Z'],
    ['30 2 * * *', 'Europe/Oslo', '2027-03-27T01:30:00Z', '2027-03-28T01:00:00.000Z'],
    ['30 2 * * *', 'Europe/Oslo', '2027-10-31T00:30:00Z', '2027-11-01T01:30:00.000Z'],
  ])(
    '%s in %s at %s is followed by %s, across the clock change',
    (cronExpression, timezone, due, next) => {
      const schedule = { scheduleType: 'cron', cronExpression, timezone } as const
      const nextRunAt = Date.parse(due)
      const limits = { limit: 1_000, leadMs: 2_000, retentionMs: 30 * day }
      const planned = planOccurrences(
        { schedule, nextRunAt, catchUp: 'latest', overlap: 'allow' },
        nextRunAt,
        limits,
      )
      expect(planned.occurrences).toEqual([{ at: nextRunAt, missed: false }])
      expect(new Date(planned.next ?? 0).toISOString()).toBe(next)
    },
  )
})
