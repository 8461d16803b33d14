/** Who an item is for: the organization that owns it, and the host that it calls. */
export type Party = { owner: string; place: string }

/** Slots kept beyond the others, for owners that hold few and places that are not slow. */
export const reserveOf = (concurrency: number) => Math.floor(concurrency / 4)

/** Fewer than this share of the slots are few. */
const fewShare = 0.05

export type Crowd = {
  enter: (party: Party) => void
  leave: (party: Party) => void
  /** Takes note of the parties whose items have been slow, one entry for each item. */
  note: (slow: Party[]) => void
  /** Whether one more of this party may start when slow ones hold the slots, with so many busy. */
  admits: (party: Party, busyCount: number) => boolean
  isSmallOwner: (party: Party) => boolean
  /** Whether several slots were slow at this place when last looked. */
  isSlowPlace: (party: Party) => boolean
}

/**
 * Keeps one owner, or one slow place, from holding every slot of a worker. The slots themselves are
 * for whoever comes; of the reserve beyond them the first half is for small owners and for places
 * that are not slow, the second for small owners alone.
 */
export function createCrowd(concurrency: number): Crowd {
  const reserve = reserveOf(concurrency)
  const few = Math.max(1, Math.floor(concurrency * fewShare))
  const owners = new Map<string, number>()
  let slowPlaces = new Map<string, number>()
  const isSmallOwner = ({ owner }: Party) => (owners.get(owner) ?? 0) < few
  const isSlowPlace = ({ place }: Party) => (slowPlaces.get(place) ?? 0) >= few
  return {
    enter: ({ owner }) => owners.set(owner, (owners.get(owner) ?? 0) + 1),
    leave: ({ owner }) => {
      const left = (owners.get(owner) ?? 0) - 1
      if (left === 0) owners.delete(owner)
      else owners.set(owner, left)
    },
    note: slow => {
      slowPlaces = new Map()
      for (const { place } of slow) slowPlaces.set(place, (slowPlaces.get(place) ?? 0) + 1)
    },
    admits: (party, busyCount) => {
      if (busyCount < concurrency) return true
      if (busyCount >= concurrency + reserve) return false
      if (isSmallOwner(party)) return true
      return busyCount < concurrency + reserve / 2 && !isSlowPlace(party)
    },
    isSmallOwner,
    isSlowPlace,
  }
}
