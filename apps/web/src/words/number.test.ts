import { expect, test } from 'vitest'
import { formatCount, formatRate, formatWhole } from './number.ts'

test('a count is written in full below ten thousand and short from there', () => {
  expect([0, 999, 1_234, 9_999].map(formatCount)).toEqual(['0', '999', '1,234', '9,999'])
  expect([10_000, 12_345, 1_234_567].map(formatCount)).toEqual(['10k', '12.3k', '1.2M'])
  expect(formatWhole(1_234_567)).toBe('1,234,567')
})

test('a rate has two decimals from 99 % on, else one, and a dash without data', () => {
  expect([0.9987, 0.99, 0.984, 0.5].map(formatRate)).toEqual([
    '99.87 %',
    '99.00 %',
    '98.4 %',
    '50.0 %',
  ])
  expect(formatRate(null)).toBe('–')
})

test('a rate is 0 or 100 only when it is exactly that', () => {
  expect([0, 1, 0.999999, 0.000001].map(formatRate)).toEqual(['0 %', '100 %', '99.99 %', '0.1 %'])
})
