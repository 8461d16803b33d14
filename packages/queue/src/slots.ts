import { performance } from 'node:perf_hooks'

/** Enough ahead to keep every slot busy while the next claim is on its way. */
const aheadMs = 50
/** What waits longer for a slot is given back: its lease runs, and another worker may be free. */
const longestWaitMs = 3_000
const lookEveryMs = 500

export type Slots<Item> = {
  /** Starts the item, or keeps it for the next slot that comes free. */
  take: (item: Item) => void
  /** How many more items would be put to use at once or in a moment. */
  room: () => number
  /** How many there would be room for with nothing in hand. */
  size: () => number
  /** Items started and not ended. */
  busyCount: () => number
  /** Gives back what waits; resolves when everything started has ended. */
  drain: () => Promise<void>
}

/**
 * `concurrency` items at once, and as many ahead as ended in the last 50 ms: targets that answer
 * fast get a full pipeline, slow ones get no queue in front of them.
 */
export function createSlots<Item>(options: {
  concurrency: number
  run: (item: Item, claimedAt: number) => Promise<void>
  giveBack: (item: Item) => void
  onFree: () => void
}): Slots<Item> {
  const { concurrency, run, giveBack, onFree } = options
  const busy = new Set<Promise<void>>()
  let waiting: { item: Item; since: number }[] = []
  let endedCount = 0
  let measuredAt = performance.now()
  let ahead = 0

  const start = (item: Item, since: number) => {
    const running = run(item, since).finally(() => {
      busy.delete(running)
      endedCount++
      const next = waiting.shift()
      if (next !== undefined) start(next.item, next.since)
      onFree()
    })
    busy.add(running)
  }

  const giveBackStale = () => {
    const oldest = performance.now() - longestWaitMs
    for (const { item } of waiting.filter(({ since }) => since < oldest)) giveBack(item)
    waiting = waiting.filter(({ since }) => since >= oldest)
  }
  const watch = setInterval(giveBackStale, lookEveryMs)

  const measure = () => {
    const elapsedMs = performance.now() - measuredAt
    if (elapsedMs < aheadMs / 2) return
    ahead = Math.min(2 * concurrency, Math.floor((endedCount / elapsedMs) * aheadMs))
    endedCount = 0
    measuredAt = performance.now()
  }

  return {
    take: item => {
      const since = performance.now()
      if (busy.size < concurrency) start(item, since)
      else waiting.push({ item, since })
    },
    room: () => {
      measure()
      return Math.max(0, concurrency + ahead - busy.size - waiting.length)
    },
    size: () => concurrency + ahead,
    busyCount: () => busy.size,
    drain: async () => {
      clearInterval(watch)
      for (const { item } of waiting) giveBack(item)
      waiting = []
      while (busy.size > 0) await Promise.all(busy)
    },
  }
}
