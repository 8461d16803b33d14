import { describe, expect, test } from 'vitest'
import { attemptStarts } from './backoff.ts'

describe('attempts', () => {
  test.each([
    [0, [0]],
    [3, [0, 10_000, 30_000, 70_000]],
  ])('with %i retries', (retries, starts) => {
    expect(attemptStarts(retries)).toEqual(starts)
  })

  test('are never more than a day apart', () => {
    const starts = attemptStarts(20)
    const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
    expect(Math.max(...pauses)).toBe(86_400_000)
  })
})
