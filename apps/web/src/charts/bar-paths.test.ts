import { expect, test } from 'vitest'
import { barPaths, columnOf, roundUp } from './bar-paths.ts'
import { amountsOf } from './outcomes.ts'

const from = '2026-11-21T14:00:00.000Z'
const slot = (counts: Record<string, number>) => amountsOf({ from, counts })

test('columns stand on whole pixels, side by side, and fill the width', () => {
  for (const [count, width] of [
    [96, 1_001],
    [120, 318],
    [400, 318],
    [7, 1_280],
  ] as const) {
    const columns = Array.from({ length: count }, (_, index) => columnOf(index, count, width))
    for (const [index, { x, width: wide }] of columns.entries()) {
      expect([x, wide].every(Number.isInteger)).toBe(true)
      expect(wide).toBeGreaterThanOrEqual(1)
      expect(x).toBeGreaterThanOrEqual(columns[index - 1]?.x ?? 0)
    }
    const last = columns.at(-1)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeGreaterThanOrEqual(width - 2)
  }
})

test('the axis ends at a round number', () => {
  expect([0, 1, 2, 3, 7, 10, 11, 99, 101, 480].map(roundUp)).toEqual([
    ...[1, 1, 2, 3, 7, 10, 12, 100, 120, 500],
  ])
})

test('one failure among thousands is seen, and marked under its column', () => {
  const paths = barPaths([slot({}), slot({ success: 9_999, failed: 1 })], {
    width: 20,
    height: 100,
  })
  expect(paths.failed).toBe('M10 98h8v2h-8z')
  expect(paths.success).toBe('M10 0h8v98h-8z')
  expect(paths.marks).toBe('M10 103h8v3h-8z')
  expect(paths.planned).toBe('')
})
