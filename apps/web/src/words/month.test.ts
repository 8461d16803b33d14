import { expect, test } from 'vitest'
import { monthAfter, monthInWords } from './month.ts'

test('a month is called by its name', () => {
  expect(monthInWords('2026-11')).toBe('November 2026')
})

test.each([
  ['2026-11', 1, '2026-12'],
  ['2026-11', 2, '2027-01'],
  ['2027-01', -1, '2026-12'],
  ['2026-11', -13, '2025-10'],
])('%s and %i months is %s', (month, count, after) => {
  expect(monthAfter(month, count)).toBe(after)
})
