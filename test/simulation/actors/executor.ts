import { foregone, type Outcome } from '@prikke/queue'
import { type Claim, type Claimed, claim } from '../model/claim.ts'
import { createClaimer } from '../model/claimer.ts'
import { createRandom } from '../random.ts'
import { Process } from './process.ts'
import { createSettler } from './settler.ts'
import { createSlots } from './slots.ts'
import { sendTo } from './target.ts'
import type { Actor, World } from './world.ts'

const gatherMs = 3
const firstRetryMs = 100
const longestRetryMs = 2_000
const graceMs = 25_000

const released = (started: boolean): Outcome => ({ kind: 'released', started })

/** The loop of `work` with its slots and its settler, over executions. */
export function createExecutor(world: World, number: number): Actor {
  const { tables, timeline, ledger } = world
  const claimer = createClaimer(createRandom(world.seed * 16 + number))
  /** Claimed and not settled, as far as this process knows. */
  const hand = new Set<Claimed>()
  let isParked = false
  let waitsForSlot = false
  let isLeaving = false
  let restartMs = 0

  const begin = () => {
    hand.clear()
    slots.begin()
    settler.begin()
    claimer.begin()
    isParked = false
    waitsForSlot = false
    isLeaving = false
    findRoom()
  }

  const findRoom = () => {
    const { limit } = slots.room()
    isParked = limit === 0
    if (isParked) return
    if (limit < slots.enough()) process.after(gatherMs, () => look(firstRetryMs))
    else look(firstRetryMs)
  }

  const look = (retryMs: number) => {
    if (isLeaving) return
    const { limit, isReserve } = slots.room()
    if (limit === 0) return findRoom()
    const quotas = claimer.first(limit, isReserve)
    const failed = () => process.after(retryMs, () => look(Math.min(longestRetryMs, retryMs * 2)))
    claimSome(quotas, limit, isReserve, failed, first => {
      const rest = claimer.second(first, quotas, limit, isReserve)
      if (rest === null) return took(first.items, first.nextAt, limit, isReserve)
      const kept = () => took(first.items, timeline.now, limit, isReserve)
      claimSome(rest, limit - first.count, isReserve, kept, second =>
        took([...first.items, ...second.items], second.nextAt, limit, isReserve),
      )
    })
  }

  const claimSome = (
    quotas: number[],
    limit: number,
    isReserve: boolean,
    failed: () => void,
    then: (claimed: Claim) => void,
  ) =>
    process.send(
      'claim',
      isHeard => {
        const { now } = timeline
        const claimed = claim(tables, now, process.name, quotas, limit)
        world.shares.claimed(claimed, isReserve, now)
        for (const item of claimed.items) {
          ledger.claimed(item, now)
          world.note?.(`${process.name} claims attempt ${item.attempt}`, item)
          if (isHeard) hand.add(item)
          else ledger.touched(item.id)
        }
        return claimed
      },
      then,
      failed,
    )

  const took = (items: Claimed[], nextAt: number | null, limit: number, isReserve: boolean) => {
    for (const item of items) hand.add(item)
    for (const item of items) slots.take(item)
    if (items.length >= limit) return findRoom()
    const nextInMs = nextAt === null ? world.pollMs : nextAt - timeline.now
    waitsForSlot = isReserve
    process.wait(Math.max(1, Math.min(world.pollMs, nextInMs)), () => {
      waitsForSlot = false
      findRoom()
    })
  }

  const run = (item: Claimed) => {
    const over = foregone(item)
    if (over !== null) {
      process.after(0, () => end(item, over))
      return
    }
    process.pass('request', () => {
      const { afterMs, outcome } = sendTo(world, item)
      ledger.requested(item, timeline.now)
      world.note?.(`${process.name} sends attempt ${item.attempt}`, item)
      process.after(afterMs, () => end(item, outcome))
    })
  }

  const end = (item: Claimed, outcome: Outcome) => {
    if (slots.end(item)) settler.add(item, outcome)
  }

  const isFree = () => {
    if (isParked) {
      isParked = false
      process.after(gatherMs, findRoom)
    } else if (waitsForSlot) process.ring()
  }

  const leave = (forMs: number) => {
    if (!process.isAlive || isLeaving) return
    isLeaving = true
    restartMs = forMs
    slots.giveBackWaiting()
    process.after(graceMs, () => {
      for (const item of slots.running()) end(item, released(true))
    })
    exitIfDone()
  }
  const exitIfDone = () => {
    if (isLeaving && slots.running().length === 0 && settler.isIdle()) process.exit(restartMs)
  }

  const struck = () => {
    for (const { id } of hand) ledger.touched(id)
  }
  const process = new Process(world, 'executor', number, { begin, struck })
  const settler = createSettler(world, process, {
    settled: item => hand.delete(item),
    idle: exitIfDone,
  })
  const slots = createSlots(world, process, {
    run,
    giveBack: item => settler.add(item, released(false)),
    giveWay: (item, isHostSlow) => settler.add(item, { kind: 'gave_way', isHostSlow }),
    free: isFree,
  })
  return { process, leave, handCount: () => (process.isAlive ? hand.size : 0) }
}
