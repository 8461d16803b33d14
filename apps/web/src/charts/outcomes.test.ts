import { expect, test } from 'vitest'
import { addUp, amountsOf, describeAmounts, totalOf } from './outcomes.ts'

const from = '2026-11-21T14:00:00.000Z'

test('every status counts once, under the outcome that it is', () => {
  const counts = {
    ...{ pending: 1, running: 2, success: 4, failed: 8 },
    ...{ timeout: 16, missed: 32, skipped: 64, cancelled: 128 },
  }
  const amounts = amountsOf({ from, counts, planned: 256 })
  expect(amounts).toEqual({ failed: 24, success: 4, open: 3, left: 224, planned: 256 })
  expect(totalOf(amounts)).toBe(511)
})

test('amounts are told in words, failures first, and nothing of what there is none', () => {
  const amounts = amountsOf({ from, counts: { success: 1_200, timeout: 1 } })
  expect(describeAmounts(amounts)).toBe('1 failed, 1,200 succeeded')
  expect(describeAmounts(amountsOf({ from, counts: {} }))).toBe('nothing')
})

test('slots add up', () => {
  const slots = [{ success: 2 }, { success: 3, failed: 1 }].map(counts =>
    amountsOf({ from, counts, planned: 1 }),
  )
  expect(addUp(slots)).toEqual({ failed: 1, success: 5, open: 0, left: 0, planned: 2 })
})
