/** A stream of numbers that is the same for the same seed. */
export type Random = {
  /** From 0 to 1, 1 excluded. */
  next: () => number
  /** A whole number, both ends included. */
  between: (least: number, most: number) => number
  chance: (share: number) => boolean
  pick: <T>(list: readonly T[]) => T
  /** A key, as often as its weight says. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K
  /** A stream of its own: what is drawn from it moves nothing here. */
  fork: (salt: number) => Random
}

/** mulberry32: 32 bits of state, plenty for a script of faults. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => {
    const index = Math.floor(next() * list.length)
    if (index >= list.length) throw new Error('There is nothing to pick from.')
    return list[index] as T
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: share => next() < share,
    pick,
    weighted: <K extends string>(weights: Readonly<Record<K, number>>) => {
      const entries = Object.entries(weights) as [K, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      const drawn = entries.find(([, weight]) => {
        left -= weight
        return left < 0
      })
      return (drawn ?? (entries.at(-1) as [K, number]))[0]
    },
    fork: salt => createRandom(Math.imul(seed ^ 0x9e3779b9, 2_654_435_761) ^ salt),
  }
}
