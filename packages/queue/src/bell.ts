type Ring = 'work' | 'slot'

/** A ring while nobody waits is kept for the next who does: no wake-up falls between two waits. */
export function createBell() {
  const kept = new Set<Ring>()
  let waiter: { for: Ring[]; resolve: () => void } | null = null
  return {
    ring: (ring: Ring) => {
      if (waiter?.for.includes(ring)) waiter.resolve()
      else kept.add(ring)
    },
    wait: (ms: number, rings: Ring[]) =>
      new Promise<void>(resolve => {
        const heard = rings.filter(ring => kept.delete(ring))
        if (heard.length > 0) return resolve()
        const finish = () => {
          clearTimeout(timer)
          waiter = null
          resolve()
        }
        const timer = setTimeout(finish, ms)
        waiter = { for: rings, resolve: finish }
      }),
  }
}
