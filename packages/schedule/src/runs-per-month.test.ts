import { describe, expect, test } from 'vitest'
import { runsPerMonth } from './runs-per-month.ts'

const from = Date.parse('2026-11-21T14:05:00Z')

describe('runsPerMonth', () => {
  test.each([
    ['* * * * *', 43_830],
    ['*/5 * * * *', 8_766],
    ['@daily', 30.44],
    ['0 9 * * 1-5', 21.75],
    ['@monthly', 1],
    ['@yearly', 0.08],
    ['0 0 29 2 *', 0.02],
  ])('of "%s" is %d', (expression, expected) => {
    expect(runsPerMonth(expression, from)).toBeCloseTo(expected, 1)
  })

  test('has an answer at the ends of time', () => {
    for (const at of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      expect(runsPerMonth('0 0 13 * 5', Date.parse(at))).toBeGreaterThan(4)
    }
  })
})
