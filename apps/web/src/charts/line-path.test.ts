import { expect, test } from 'vitest'
import { linePath } from './line-path.ts'

const yOf = (value: number) => 10 - value

test.each([
  ['goes through the middle of each slot', [1, 2, 3], 'M5 9L15 8L25 7'],
  ['breaks where there is nothing', [1, 2, null, 3, 4], 'M3 9L9 8M21 7L27 6'],
  ['shows one that stands alone', [null, 2, null], 'M13.5 8h3'],
  ['of nothing is nothing', [null, null, null], ''],
])('a line %s', (_, values, path) => {
  expect(linePath(values, yOf, 30)).toBe(path)
})
