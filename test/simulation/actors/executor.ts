import { foregone, type Outcome } from '@prikke/queue'
import { type Claim, type Claimed, claim } from '../model/claim.ts'
import { createClaimer } from '../model/claimer.ts'
import { createRandom } from '../random.ts'
import { Process } from './process.ts'
import { createSettler } from './settler.ts'
import { sendTo } from './target.ts'
import type { Actor, World } from './world.ts'

const concurrency = 12
const ahead = 6
const gatherMs = 3
const firstRetryMs = 100
const longestRetryMs = 2_000
const longestWaitMs = 3_000
const graceMs = 25_000

const released = (started: boolean): Outcome => ({ kind: 'released', started })

/** The loop of `work` with its slots and its settler, over executions. */
export function createExecutor(world: World, number: number): Actor {
  const { tables, timeline, ledger } = world
  const claimer = createClaimer(createRandom(world.seed * 16 + number))
  /** Claimed and not settled, as far as this process knows. */
  const hand = new Set<Claimed>()
  let waiting: Claimed[] = []
  let running = new Set<Claimed>()
  let isParked = false
  let isLeaving = false

  const begin = () => {
    hand.clear()
    waiting = []
    running = new Set()
    settler.begin()
    isParked = false
    isLeaving = false
    claimer.begin()
    look(firstRetryMs)
  }

  const look = (retryMs: number) => {
    if (isLeaving) return
    const limit = concurrency + ahead - running.size - waiting.length
    if (limit <= 0) {
      isParked = true
      return
    }
    const quotas = claimer.first(limit)
    const failed = () => process.after(retryMs, () => look(Math.min(longestRetryMs, retryMs * 2)))
    claimSome(quotas, limit, failed, first => {
      const rest = claimer.second(first, quotas, limit)
      if (rest === null) return took(first.items, first, limit)
      const kept = () => took(first.items, { nextAt: timeline.now }, limit)
      claimSome(rest, limit - first.count, kept, second =>
        took([...first.items, ...second.items], second, limit),
      )
    })
  }

  const claimSome = (
    quotas: number[],
    limit: number,
    failed: () => void,
    then: (claimed: Claim) => void,
  ) =>
    process.send(
      'claim',
      isHeard => {
        const { now } = timeline
        const claimed = claim(tables, now, process.name, quotas, limit)
        world.shares.claimed(claimed, now)
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

  const took = (items: Claimed[], { nextAt }: { nextAt: number | null }, limit: number) => {
    for (const item of items) {
      hand.add(item)
      if (running.size < concurrency) start(item)
      else waiting.push(item)
    }
    if (waiting.length > 0) process.after(longestWaitMs, giveBackStale(waiting.slice()))
    if (items.length === limit) return look(firstRetryMs)
    const nextInMs = nextAt === null ? world.pollMs : nextAt - timeline.now
    process.wait(Math.max(1, Math.min(world.pollMs, nextInMs)), () => look(firstRetryMs))
  }

  const giveBackStale = (items: Claimed[]) => () => {
    for (const item of items) {
      if (!waiting.includes(item)) continue
      waiting = waiting.filter(other => other !== item)
      settler.add(item, released(false))
    }
  }

  const start = (item: Claimed) => {
    const over = foregone(item)
    if (over !== null) return settler.add(item, over)
    running.add(item)
    process.pass('request', () => {
      const { afterMs, outcome } = sendTo(world, item)
      ledger.requested(item, timeline.now)
      world.note?.(`${process.name} sends attempt ${item.attempt}`, item)
      process.after(afterMs, () => end(item, outcome))
    })
  }

  const end = (item: Claimed, outcome: Outcome) => {
    if (!running.delete(item)) return
    settler.add(item, outcome)
    const next = waiting.shift()
    if (next !== undefined) start(next)
    if (!isParked) return
    isParked = false
    process.after(gatherMs, () => look(firstRetryMs))
  }

  const leave = (forMs: number) => {
    if (!process.isAlive || isLeaving) return
    isLeaving = true
    restartMs = forMs
    for (const item of waiting.splice(0)) settler.add(item, released(false))
    process.after(graceMs, () => {
      for (const item of [...running]) end(item, released(true))
    })
    exitIfDone()
  }
  let restartMs = 0
  const exitIfDone = () => {
    if (isLeaving && running.size === 0 && settler.isIdle()) process.exit(restartMs)
  }

  const struck = () => {
    for (const { id } of hand) ledger.touched(id)
  }
  const process = new Process(world, 'executor', number, { begin, struck })
  const settler = createSettler(world, process, {
    settled: item => hand.delete(item),
    idle: exitIfDone,
  })
  return { process, leave, handCount: () => (process.isAlive ? hand.size : 0) }
}
