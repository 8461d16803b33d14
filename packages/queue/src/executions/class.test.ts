import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from './class.ts'

test('a claim is apportioned whole, each class at least its share', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (limit, draws) => {
        const slots = apportion(limit, () => draws.next().value)
        expect(slots.reduce((sum, slot) => sum + slot, 0)).toBe(limit)
        const least = [0.35, 0.2, 0.2, 0.1, 0.1, 0.05].map(share => Math.floor(share * limit))
        expect(slots.every((slot, index) => slot >= (least[index] as number))).toBe(true)
      },
    ),
  )
})

test('a single slot goes to every class in turn of chance, so none starves', () => {
  const draws = Array.from({ length: 100 }, (_, n) => (n + 0.5) / 100)
  const won = [0, 0, 0, 0, 0, 0]
  for (const at of draws) {
    const index = apportion(1, () => at).indexOf(1)
    won[index] = (won[index] ?? 0) + 1
  }
  expect(won).toEqual([35, 20, 20, 10, 10, 5])
})
