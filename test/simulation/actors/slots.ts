import { createCrowd, reserveOf } from '@prikke/queue'
import type { Claimed } from '../model/claim.ts'
import type { Process } from './process.ts'
import type { World } from './world.ts'

const concurrency = 12
const reserve = reserveOf(concurrency)
const aheadMs = 50
const longestWaitMs = 3_000
const lookEveryMs = 250
const slowAfterMs = 250
const stuckShare = 0.5
const gatherShare = 0.5

type Held = { item: Claimed; since: number }
type Party = { owner: string; place: string }

/** The slots of a worker, as slots.ts has them; who may have them is the product's own decision. */
export function createSlots(
  { timeline }: World,
  process: Process,
  on: {
    run: (item: Claimed) => void
    giveBack: (item: Claimed) => void
    giveWay: (item: Claimed, isPlaceSlow: boolean) => void
    free: () => void
  },
) {
  let crowd = createCrowd(concurrency)
  const busy = new Map<Claimed, number>()
  let waiting: Held[] = []
  let endedCount = 0
  let measuredAt = timeline.now
  let ahead = 0
  let isStuck = false
  let isWatching = false

  const mayStart = ({ item }: Held) =>
    busy.size < concurrency || (isStuck && crowd.admits(partyOf(item), busy.size))

  const mustGiveWay = (party: Party, isTaken: boolean) =>
    isStuck &&
    !crowd.isSmallOwner(party) &&
    (crowd.isSlowPlace(party) || (isTaken && waiting.length >= reserve))

  const start = ({ item }: Held) => {
    crowd.enter(partyOf(item))
    busy.set(item, timeline.now)
    on.run(item)
  }

  const place = (held: Held, isTaken: boolean) => {
    const party = partyOf(held.item)
    if (mayStart(held)) start(held)
    else if (mustGiveWay(party, isTaken)) on.giveWay(held.item, crowd.isSlowPlace(party))
    else waiting.push(held)
  }

  /** Looks four times a second, for as long as there is anything to look at. */
  const watch = () => {
    if (isWatching || (busy.size === 0 && !isStuck)) return
    isWatching = true
    process.after(lookEveryMs, () => {
      isWatching = false
      look()
      watch()
    })
  }

  const look = () => {
    const { now } = timeline
    const stale = waiting.filter(({ since }) => since < now - longestWaitMs)
    waiting = waiting.filter(({ since }) => since >= now - longestWaitMs)
    for (const { item } of stale) on.giveBack(item)
    const slow = [...busy].filter(([, startedAt]) => startedAt < now - slowAfterMs)
    isStuck = slow.length >= concurrency * stuckShare
    crowd.note(slow.map(([item]) => partyOf(item)))
    if (!isStuck) return
    for (const held of waiting.splice(0)) place(held, false)
    on.free()
  }

  const measure = () => {
    const elapsedMs = timeline.now - measuredAt
    if (elapsedMs < aheadMs / 2) return
    ahead = Math.min(2 * concurrency, Math.floor((endedCount / elapsedMs) * aheadMs))
    endedCount = 0
    measuredAt = timeline.now
  }

  return {
    begin: () => {
      crowd = createCrowd(concurrency)
      busy.clear()
      waiting = []
      ahead = 0
      isStuck = false
      isWatching = false
    },
    take: (item: Claimed) => {
      place({ item, since: timeline.now }, true)
      watch()
    },
    /** False when it was ended before. */
    end: (item: Claimed): boolean => {
      if (!busy.delete(item)) return false
      crowd.leave(partyOf(item))
      endedCount++
      const next = waiting.findIndex(mayStart)
      const [held] = next === -1 ? [] : waiting.splice(next, 1)
      if (held !== undefined) start(held)
      on.free()
      return true
    },
    room: (): { limit: number; isReserve: boolean } => {
      measure()
      const limit = concurrency + ahead - busy.size - waiting.length
      if (limit > 0 || !isStuck) return { limit: Math.max(0, limit), isReserve: false }
      const open = concurrency + reserve - busy.size
      return { limit: Math.min(open, Math.max(1, open - waiting.length)), isReserve: true }
    },
    /** For less room than this a claim waits a moment for more. */
    enough: () => (concurrency + ahead) * gatherShare,
    running: () => [...busy.keys()],
    giveBackWaiting: () => {
      for (const { item } of waiting.splice(0)) on.giveBack(item)
    },
  }
}

const partyOf = ({ organization, job }: Claimed): Party => ({
  owner: String(organization.id),
  place: job?.host ?? '',
})
