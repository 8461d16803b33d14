import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

/** Slots whose items end when the test says so. */
function setUp(concurrency: number) {
  const ends = new Map<number, () => void>()
  const givenBack: number[] = []
  const slots = createSlots<number>({
    concurrency,
    run: n => new Promise(resolve => ends.set(n, resolve)),
    giveBack: n => givenBack.push(n),
    onFree: () => {},
  })
  const end = async (n: number) => {
    ends.get(n)?.()
    ends.delete(n)
    await new Promise(setImmediate)
  }
  return { slots, end, running: () => [...ends.keys()], givenBack }
}

test('no more run at once than may, and the next starts when one ends', async () => {
  const { slots, end, running } = setUp(2)
  for (const n of [1, 2, 3]) slots.take(n)
  expect(running()).toEqual([1, 2])
  await end(1)
  expect(running()).toEqual([2, 3])
  for (const n of [2, 3]) await end(n)
  await slots.drain()
})

test('slow targets get nothing claimed ahead of a free slot', async () => {
  const { slots, end } = setUp(2)
  expect(slots.room().limit).toBe(2)
  for (const n of [1, 2]) slots.take(n)
  expect(slots.room().limit).toBe(0)
  for (const n of [1, 2]) await end(n)
  await slots.drain()
})

test('what waits is given back when the process leaves, what runs is awaited', async () => {
  const { slots, end, givenBack } = setUp(1)
  for (const n of [1, 2, 3]) slots.take(n)
  const drained = slots.drain()
  expect(givenBack).toEqual([2, 3])
  await end(1)
  await drained
  expect(slots.busyCount()).toBe(0)
})

test('what has waited too long for a slot is given back, so that another worker may have it', async () => {
  const { slots, end, givenBack } = setUp(1)
  for (const n of [1, 2]) slots.take(n)
  await expect.poll(() => givenBack, { timeout: 5_000 }).toEqual([2])
  await end(1)
  await slots.drain()
})
