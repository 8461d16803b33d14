import { describe, expect, test } from 'vitest'
import { formatCount, formatRate, formatWhole } from './number.ts'

describe('a count is short where it would be long', () => {
  test.each([
    [null, '–'],
    [0, '0'],
    [1_234, '1,234'],
    [9_999, '9,999'],
    [10_000, '10k'],
    [12_345, '12.3k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [4_560_000, '4.56M'],
    [7_800_000_000, '7.8B'],
  ])('%s is %s', (count, words) => {
    expect(formatCount(count)).toBe(words)
  })

  test('and in full where there is room', () => {
    expect(formatWhole(1_234_567)).toBe('1,234,567')
    expect(formatWhole(null)).toBe('–')
  })
})

describe('a rate is never said to be whole when it is not', () => {
  test.each([
    [null, '–'],
    [1, '100 %'],
    [0, '0 %'],
    [0.99999, '99.99 %'],
    [0.9987, '99.87 %'],
    [0.99, '99.00 %'],
    [0.9899, '98.9 %'],
    [0.5, '50.0 %'],
    [0.0001, '0.1 %'],
  ])('%s is %s', (rate, words) => {
    expect(formatRate(rate)).toBe(words)
  })
})
