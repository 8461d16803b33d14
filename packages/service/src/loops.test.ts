import { performance } from 'node:perf_hooks'
import { Registry } from 'prom-client'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createLoops } from './loops.ts'

let now = 0

beforeEach(() => {
  now = 1_000_000
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
})

/** Seconds in which the process runs, and does `each` in every one. */
function pass(seconds: number, each: () => void = () => {}) {
  for (let n = 0; n < seconds; n++) {
    now += 1_000
    each()
    vi.advanceTimersByTime(1_000)
  }
}

function setUp() {
  const metrics = new Registry()
  const loops = createLoops(metrics)
  const left: [string, number][] = []
  loops.watch((loop, standingMs) => left.push([loop, standingMs]))
  return { loops, metrics, left }
}

test('is ready when every loop has succeeded of late, and names those that have not', () => {
  const { loops } = setUp()
  const tick = loops.add('tick', { staleAfterMs: 15_000 })
  const retention = loops.add('retention', { staleAfterMs: 60_000 })
  expect(loops.readiness()).toMatchObject({ ready: false })
  tick.succeed()
  retention.succeed()
  expect(loops.readiness()).toEqual({ ready: true, sinceSuccessMs: { tick: 0, retention: 0 } })
  pass(16, retention.succeed)
  expect(loops.readiness()).toEqual({
    ready: false,
    reason: 'without success for too long: tick',
    sinceSuccessMs: { tick: 16_000, retention: 0 },
  })
})

test('a loop whose rounds fail for an hour is not ready, and is no reason to leave', () => {
  const { loops, left } = setUp()
  const tick = loops.add('tick', { staleAfterMs: 15_000 })
  pass(3_600, tick.turn)
  expect(left).toEqual([])
  expect(loops.readiness().ready).toBe(false)
})

test('a loop in which nothing begins or ends is left, once, and the others do not hide it', () => {
  const { loops, left } = setUp()
  const claim = loops.add('claim', { staleAfterMs: 10_000 })
  loops.add('listen', { staleAfterMs: 10_000 }).succeed()
  pass(94, claim.succeed)
  expect(left).toEqual([])
  pass(60, claim.succeed)
  expect(left).toEqual([['listen', 95_000]])
})

test('what a stopped process slept through does not count', () => {
  const { loops, left } = setUp()
  const tick = loops.add('tick', { staleAfterMs: 15_000 })
  tick.succeed()
  now += 3_600_000
  pass(3)
  tick.turn()
  pass(60)
  expect(left).toEqual([])
})

test('metrics tell how long ago each loop last succeeded', async () => {
  const { loops, metrics } = setUp()
  loops.add('tick', { staleAfterMs: 15_000 }).succeed()
  loops.add('listen', { staleAfterMs: 15_000 })
  pass(2)
  expect(await metrics.metrics()).toContain('prikke_loop_since_success_seconds{loop="tick"} 2\n')
  expect(await metrics.metrics()).toContain('{loop="listen"} +Inf\n')
})
