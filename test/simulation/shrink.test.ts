import { expect, test } from 'vitest'
import { shrink } from './shrink.ts'

test('of many steps those are left without which it does not fail, in their order', async () => {
  const steps = Array.from({ length: 200 }, (_, index) => index)
  const needed = [3, 77, 78, 199]
  const fails = (left: number[]) => needed.every(step => left.includes(step))
  expect(await shrink(steps, fails)).toEqual(needed)
})

test('what fails without any step shrinks to nothing', async () => {
  expect(await shrink([1, 2, 3], () => true)).toEqual([])
})
