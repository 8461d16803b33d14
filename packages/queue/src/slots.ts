import { performance } from 'node:perf_hooks'
import { createCrowd, type Party, reserveOf } from './crowd.ts'

/** Work ahead keeps every slot busy while the next claims are on their way: for so many of them. */
const claimsCovered = 3
/** Within these, in ms: more would wait here while another worker is free. */
const leastAheadMs = 50
const mostAheadMs = 250
/** Most ahead, in multiples of the slots, and in all: a worker that dies holds it until its lease ends. */
const mostAhead = 12
const mostAheadInAll = 2_000
/** Weight of one claim in the mean time that a claim takes: they are slow together. */
const claimWeight = 0.3
/** Weight of one item in the mean time that an item takes. */
const weight = 0.05
const halfShare = 0.5
/** What waits longer for a slot is given back: its lease runs, and another worker may be free. */
const longestWaitMs = 3_000
const lookEveryMs = 250
/** What has run for longer than this is slow; with half of the slots slow the worker is stuck. */
const slowAfterMs = 250
const stuckShare = 0.5

export type Room = {
  /** How many more items would be put to use at once or in a moment. */
  limit: number
  /** The slots are held by slow ones: there is room only for those who hold few. */
  isReserve: boolean
}

export type Slots<Item> = {
  /** Starts the item, keeps it for the next slot that comes free, or makes it give way. */
  take: (item: Item) => void
  room: () => Room
  /** Whether more than half of what there could be is in hand: others will end in a moment. */
  isMostlyTaken: () => boolean
  /** Whether half of what may wait here does: that keeps the slots busy while a claim is under way. */
  isAhead: () => boolean
  /** Tells how long a claim took, in ms. */
  noteClaim: (tookMs: number) => void
  /** Items started and not ended. */
  busyCount: () => number
  /** Gives back what waits; resolves when everything started has ended. */
  drain: () => Promise<void>
}

export type SlotsOptions<Item> = {
  concurrency: number
  /** Whether to have room for more than there are slots. */
  claimsAhead: boolean
  /** Must not reject. */
  run: (item: Item) => Promise<void>
  giveBack: (item: Item) => void
  onFree: () => void
  /** With these, slots are shared fairly: who an item is for, and what to do when it must give way. */
  fairness?: {
    partyOf: (item: Item) => Party
    /** `isPlaceSlow`: whatever else this owner has for that place would have to give way too. */
    giveWay: (item: Item, isPlaceSlow: boolean) => void
  }
}

type Held<Item> = { item: Item; since: number; party: Party | null }

/**
 * `concurrency` items at once, and as many ahead as will end while claims are under way: targets that
 * answer fast get a full pipeline, slow ones get hardly a queue in front of them. When slow ones hold the slots,
 * a quarter more is open to the owners and places that hold few; the rest gives way in the queue.
 */
export function createSlots<Item>(options: SlotsOptions<Item>): Slots<Item> {
  const { concurrency, claimsAhead, run, giveBack, onFree, fairness } = options
  const crowd = createCrowd(concurrency)
  const reserve = fairness === undefined ? 0 : reserveOf(concurrency)
  const busy = new Map<Promise<void>, { party: Party | null; startedAt: number }>()
  let waiting: Held<Item>[] = []
  let meanMs: number | null = null
  let claimMs = 0
  let isStuck = false

  const start = ({ item, party }: Held<Item>) => {
    if (party !== null) crowd.enter(party)
    const startedAt = performance.now()
    const running = run(item).then(() => {
      busy.delete(running)
      if (party !== null) crowd.leave(party)
      const tookMs = performance.now() - startedAt
      meanMs = meanMs === null ? tookMs : meanMs + weight * (tookMs - meanMs)
      startNext()
      onFree()
    })
    busy.set(running, { party, startedAt })
  }

  const mayStart = ({ party }: Held<Item>) =>
    busy.size < concurrency || (isStuck && party !== null && crowd.admits(party, busy.size))

  /** Small owners wait for a slot; what a large one has for a slow place makes room for others. */
  const mustGiveWay = (party: Party, isTaken: boolean) =>
    isStuck &&
    !crowd.isSmallOwner(party) &&
    (crowd.isSlowPlace(party) || (isTaken && waiting.length >= reserve))

  const place = (held: Held<Item>, isTaken: boolean) => {
    const { item, party } = held
    if (mayStart(held)) start(held)
    else if (party !== null && mustGiveWay(party, isTaken))
      fairness?.giveWay(item, crowd.isSlowPlace(party))
    else waiting.push(held)
  }

  const startNext = () => {
    if (waiting.length === 0) return
    const next = waiting.findIndex(mayStart)
    if (next === -1) return
    // Nearly always the first, and hundreds wait: moving all of them up for it would show.
    const held = next === 0 ? waiting.shift() : waiting.splice(next, 1)[0]
    if (held !== undefined) start(held)
  }

  const look = () => {
    const oldest = performance.now() - longestWaitMs
    for (const { item } of waiting.filter(({ since }) => since < oldest)) giveBack(item)
    waiting = waiting.filter(({ since }) => since >= oldest)
    const slowSince = performance.now() - slowAfterMs
    const slow = [...busy.values()].filter(({ startedAt }) => startedAt < slowSince)
    isStuck = slow.length >= concurrency * stuckShare
    crowd.note(slow.flatMap(({ party }) => party ?? []))
    if (!isStuck) return
    const held = waiting
    waiting = []
    for (const each of held) place(each, false)
    onFree()
  }
  const watch = setInterval(look, lookEveryMs)

  const ahead = () =>
    meanMs === null || !claimsAhead
      ? 0
      : Math.min(
          mostAheadInAll,
          Math.floor(concurrency * Math.min(mostAhead, aheadMs() / Math.max(1, meanMs))),
        )
  const aheadMs = () => Math.min(mostAheadMs, Math.max(leastAheadMs, claimsCovered * claimMs))

  return {
    take: item => {
      const party = fairness?.partyOf(item) ?? null
      place({ item, since: performance.now(), party }, true)
    },
    room: () => {
      const inHand = busy.size + waiting.length
      // With nothing to do the first are wanted soon; what is ahead comes with the next claim.
      const limit = inHand === 0 ? concurrency : concurrency + ahead() - inHand
      if (limit > 0 || !isStuck) return { limit: Math.max(0, limit), isReserve: false }
      const open = concurrency + reserve - busy.size
      // One at least: what waits here may be large owners' alone.
      return { limit: Math.min(open, Math.max(1, open - waiting.length)), isReserve: true }
    },
    isMostlyTaken: () => busy.size + waiting.length > (concurrency + ahead()) * halfShare,
    isAhead: () => !isStuck && waiting.length > ahead() * halfShare,
    noteClaim: tookMs => {
      claimMs += claimWeight * (tookMs - claimMs)
    },
    busyCount: () => busy.size,
    drain: async () => {
      clearInterval(watch)
      for (const { item } of waiting) giveBack(item)
      waiting = []
      while (busy.size > 0) await Promise.all(busy.keys())
    },
  }
}
