import { expect, test } from 'vitest'
import { rateChange } from './rate-change.ts'

test.each([
  [0.98, 0.96, '+2 points'],
  [0.95, 0.96, '−1 point'],
  [0.9875, 1, '−1.3 points'],
  [1, 1, 'the same'],
  [null, 1, null],
  [1, null, null],
])('%s after %s is %s', (now, before, words) => {
  expect(rateChange(now, before)).toBe(words)
})
