import { performance } from 'node:perf_hooks'
import { createBell } from './bell.ts'
import { firstRetryMs, longestRetryMs } from './retry-span.ts'
import { createSettler } from './settler.ts'
import { createSlots } from './slots.ts'
import type { Handled, Source, WorkEvent } from './source.ts'
import type { Listener, Pulse } from './wake.ts'

export type WorkOptions<Item, Outcome> = {
  source: Source<Item, Outcome>
  /** Most items being handled at once. */
  concurrency: number
  /** Aborted when the grace period is over: leave off, the item will be given back. */
  handle: (item: Item, abort: AbortSignal) => Promise<Handled<Outcome>>
  listen: (wakeUp: () => void) => Listener
  report: (event: WorkEvent) => void
  /** Told each round: a claim that the database answered is a success, and so is having no slot free. */
  pulse?: Pulse
}

export type Worker = {
  /** Items being handled. */
  busyCount: () => number
  /** Claims nothing more; waits `graceMs` for what is in hand, then gives the rest back. */
  stop: (graceMs: number) => Promise<void>
}

const pollMs = 1_000
/** A claim for a few slots costs as much as one for many: wait this long for more to come free. */
const gatherMs = 3

/**
 * Claims, handles and settles until stopped. Woken by notifications, by its own timer for the
 * next due item, and by a poll every second behind both.
 */
export function work<Item, Outcome>(options: WorkOptions<Item, Outcome>): Worker {
  const { source, concurrency, handle, report, pulse } = options
  const abort = new AbortController()
  const bell = createBell()
  /** From its claim until it is settled. */
  const inHand = new Set<Item>()
  const settler = createSettler(source, report, item => inHand.delete(item))
  let stopping = false
  /** A claim was not answered: the database may hold for this worker what it knows nothing of. */
  let isUnsure = false

  const atOnce = (outcome: Outcome): Handled<Outcome> => {
    const at = performance.now()
    return { outcome, startedAt: at, endedAt: at }
  }

  const runOne = async (item: Item) => {
    let handled: Handled<Outcome>
    try {
      const foregone = source.foregone(item)
      handled = foregone === null ? await handle(item, abort.signal) : atOnce(foregone)
    } catch (error) {
      report({ type: 'handler_broken', error })
      handled = atOnce(source.broken(error))
    }
    settler.add({ item, ...handled })
  }

  const unbegun = (item: Item, outcome: Outcome) => settler.add({ item, ...atOnce(outcome) })

  const { fairness } = source
  const slots = createSlots<Item>({
    concurrency,
    claimsAhead: source.claimsAhead,
    run: runOne,
    giveBack: item => unbegun(item, source.released),
    onFree: () => bell.ring('slot'),
    ...(fairness && {
      fairness: {
        partyOf: fairness.partyOf,
        giveWay: (item, isPlaceSlow) => unbegun(item, fairness.gaveWay(isPlaceSlow)),
      },
    }),
  })

  const loop = async () => {
    let retryMs = firstRetryMs
    while (!stopping) {
      const { limit, isReserve } = await roomToClaim()
      if (stopping) return
      if (limit === 0) continue
      pulse?.turn()
      try {
        await putBackUnheard()
        const askedAt = performance.now()
        const claimed = await source.claim(limit, isReserve)
        const { items, nextInMs } = claimed
        slots.noteClaim(performance.now() - askedAt)
        pulse?.succeed()
        retryMs = firstRetryMs
        isUnsure = claimed.isUnsure ?? false
        if (items.length > 0) report({ type: 'claimed', count: items.length })
        for (const item of items) {
          inHand.add(item)
          slots.take(item)
        }
        if (items.length >= limit) continue
        await bell.wait(untilNextMs(nextInMs), isReserve ? ['work', 'slot'] : ['work'])
      } catch (error) {
        isUnsure = true
        pulse?.turn()
        report({ type: 'claim_failed', error })
        await bell.wait(retryMs * (0.5 + Math.random()), [])
        retryMs = Math.min(longestRetryMs, retryMs * 2)
      }
    }
  }

  const putBackUnheard = async () => {
    if (!isUnsure) return
    await source.putBackUnheard([...inHand])
    isUnsure = false
  }

  // What cannot be stored would only be sent again: claim no more until it can.
  const room = () => (settler.isBehind() ? { limit: 0, isReserve: false } : slots.room())

  const roomToClaim = async () => {
    while (room().limit === 0 && !stopping) {
      if (settler.isBehind()) pulse?.turn()
      else pulse?.succeed()
      await bell.wait(pollMs, ['slot'])
    }
    if (slots.isMostlyTaken()) await bell.wait(gatherMs, [])
    while (slots.isAhead() && !stopping) {
      pulse?.succeed()
      await bell.wait(gatherMs, [])
    }
    return room()
  }

  const listener = options.listen(() => bell.ring('work'))
  const looping = loop()
  return {
    busyCount: slots.busyCount,
    stop: async graceMs => {
      stopping = true
      bell.ring('work')
      bell.ring('slot')
      await looping
      // At the end nobody waits for the database: what it does not hear now, the lease sees to.
      await putBackUnheard().catch(error => report({ type: 'claim_failed', error }))
      const grace = setTimeout(() => abort.abort(), graceMs)
      await slots.drain()
      clearTimeout(grace)
      await settler.close()
      await listener.close()
    },
  }
}

/** No later than the poll, and never so soon that a row that is just being written makes it spin. */
const untilNextMs = (nextInMs: number | null) => Math.max(1, Math.min(pollMs, nextInMs ?? pollMs))
