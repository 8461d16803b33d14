import { describe, expect, test } from 'vitest'
import { nameSpan, ticksWithin } from './time-axis.ts'

const at = (instant: string) => Date.parse(instant)
const names = (from: string, to: string, most: number, zone: string) =>
  ticksWithin(at(from), at(to), most, zone).map(({ name }) => name)

describe('the ticks of a time axis', () => {
  test('stand at round wall times of the zone, midnight with its date', () => {
    expect(names('2026-11-21T14:07:00Z', '2026-11-22T14:07:00Z', 4, 'Europe/Oslo')).toEqual([
      ...['18:00', '22 Nov', '06:00', '12:00'],
    ])
    // India is half an hour off: the ticks are round there, not in UTC.
    const [first] = ticksWithin(
      at('2026-11-21T14:07:00Z'),
      at('2026-11-21T20:07:00Z'),
      6,
      'Asia/Kolkata',
    )
    expect(first).toEqual({ at: at('2026-11-21T14:30:00Z'), name: '20:00' })
  })

  test('are as many as there is room for and no more', () => {
    for (const most of [2, 4, 8, 16]) {
      const ticks = names('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', most, 'UTC')
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(most + 1)
    }
  })

  test('are days where the span is of days', () => {
    expect(names('2026-11-01T00:00:00Z', '2026-11-04T00:00:00Z', 4, 'UTC')).toEqual([
      ...['1 Nov', '2 Nov', '3 Nov', '4 Nov'],
    ])
  })
})

describe('the name of a span', () => {
  const name = (from: string, to: string) => nameSpan(at(from), at(to), 'UTC')
  test('has the date once where it stays', () => {
    expect(name('2026-11-21T14:00:00Z', '2026-11-21T14:15:00Z')).toBe('21 Nov, 14:00 – 14:15')
  })
  test('has both dates where it changes', () => {
    expect(name('2026-11-21T23:45:00Z', '2026-11-22T00:00:00Z')).toBe(
      '21 Nov, 23:45 – 22 Nov, 00:00',
    )
  })
  test('of whole days has dates alone', () => {
    expect(name('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z')).toBe('21 Nov')
    expect(name('2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z')).toBe('21 Nov – 22 Nov')
  })
})
