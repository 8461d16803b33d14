import { describe, expect, test } from 'vitest'
import { fieldAt, fieldSpans } from './cron-text.ts'

describe('the field at the caret', () => {
  test.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [6, 1],
    [8, 2],
    [14, 4],
    [99, 4],
  ])('at %i is number %i', (place, index) => {
    expect(fieldAt('*/15 9 * * MON', place)).toBe(index)
  })

  test('that is not typed yet is the next one', () => {
    expect(fieldAt('0 9 ', 4)).toBe(2)
    expect(fieldAt('', 0)).toBe(0)
  })

  test('is found again by its span', () => {
    const text = ' 0   9-17 *'
    expect(fieldSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '0',
      '9-17',
      '*',
    ])
  })
})
