import { expect, test } from 'vitest'
import { formatBytes } from './size.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_234, '1.2 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [3_000_000, '3.0 MB'],
  [2_500_000_000, '2.5 GB'],
])('%s bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})
