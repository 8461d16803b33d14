/** Numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    return mixed(state) / 4_294_967_296
  }
}

/**
 * A number from 0 to 1 that depends on its keys alone, not on what was drawn before: taking a step
 * out of a script leaves every other step as it was.
 */
export function draw(seed: number, a: number, b = 0, c = 0): number {
  let state = mixed(seed ^ 0x51ed270b)
  for (const key of [a, b, c]) state = mixed((state ^ Math.imul(key | 0, 0x9e3779b1)) + 0x6d2b79f5)
  return state / 4_294_967_296
}

function mixed(state: number): number {
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t ^= t + Math.imul(t ^ (t >>> 7), 61 | t)
  return (t ^ (t >>> 14)) >>> 0
}

/** One of the list, by a number from 0 to 1. */
export function pick<T>(list: readonly [T, ...T[]], at: number): T {
  return list[Math.floor(at * list.length)] ?? list[0]
}
