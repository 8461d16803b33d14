import { performance } from 'node:perf_hooks'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSlots } from './slots.ts'

/** Slots whose items end when the test says so. */
function setUp(concurrency: number, claimsAhead = true) {
  const ends = new Map<number, () => void>()
  const givenBack: number[] = []
  const slots = createSlots<number>({
    concurrency,
    claimsAhead,
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

test('with nothing in hand the free slots come first, then what targets that answer fast will need', async () => {
  const { slots, end } = setUp(2)
  slots.take(1)
  await end(1)
  expect(slots.room().limit).toBe(2)
  slots.take(2)
  expect(slots.room().limit).toBe(2 + 24 - 1)
  expect(slots.isAhead()).toBe(false)
  for (let n = 3; n <= 16; n++) slots.take(n)
  expect(slots.isAhead()).toBe(true)
  for (let n = 2; n <= 16; n++) await end(n)
  expect(slots.isAhead()).toBe(false)
  await slots.drain()
})

test('what must not be given back is claimed for free slots alone', async () => {
  const { slots, end } = setUp(2, false)
  slots.take(1)
  await end(1)
  slots.noteClaim(10_000)
  slots.take(2)
  expect(slots.room().limit).toBe(1)
  await end(2)
  await slots.drain()
})

test('the longer claims take, the more is kept ahead, within bounds', async () => {
  const { slots, end } = setUp(100)
  const clock = vi.spyOn(performance, 'now')
  onTestFinished(() => clock.mockRestore())
  const spendMs = async (n: number, ms: number) => {
    clock.mockReturnValue(1_000)
    slots.take(n)
    clock.mockReturnValue(1_000 + ms)
    await end(n)
  }
  await spendMs(1, 500)
  slots.take(2)
  expect(slots.room().limit).toBe(100 + 10 - 1)
  slots.noteClaim(100)
  expect(slots.room().limit).toBe(100 + 18 - 1)
  for (let n = 0; n < 50; n++) slots.noteClaim(10_000)
  expect(slots.room().limit).toBe(100 + 50 - 1)
  await end(2)
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
