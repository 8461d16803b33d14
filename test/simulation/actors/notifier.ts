import { type AlertOutcome, retryAlert } from '@prikke/queue'
import { type ClaimedAlert, claimAlerts, settleAlerts } from '../model/alerts.ts'
import { draw } from '../random.ts'
import { Process } from './process.ts'
import type { Actor, World } from './world.ts'

const concurrency = 8
const firstRetryMs = 100
const longestRetryMs = 2_000
const collectMs = 10
const quickestMs = 5
const quickSpanMs = 200
const slowMs = 20_000
const awayMs = 3_000

type Result = { item: ClaimedAlert; outcome: AlertOutcome }

/** The loop of `work` over alerts. */
export function createNotifier(world: World, number: number): Actor {
  const { tables, timeline, tellings } = world
  const hand = new Set<ClaimedAlert>()
  let results: Result[] = []
  let isSettling = false
  let isParked = false

  const begin = () => {
    hand.clear()
    results = []
    isSettling = false
    isParked = false
    look(firstRetryMs)
  }

  const look = (retryMs: number) => {
    const limit = concurrency - hand.size
    if (limit <= 0) {
      isParked = true
      return
    }
    process.send(
      'alert',
      isHeard => {
        const claimed = claimAlerts(tables, timeline.now, process.name, limit)
        for (const item of claimed.items) {
          tellings.claimed(item)
          if (isHeard) hand.add(item)
          else tellings.touched(item)
        }
        return claimed
      },
      ({ items, nextAt }) => {
        for (const item of items) tell(item)
        if (items.length === limit) return look(firstRetryMs)
        const nextInMs = nextAt === null ? world.pollMs : nextAt - timeline.now
        process.wait(Math.max(1, Math.min(world.pollMs, nextInMs)), () => look(firstRetryMs))
      },
      () => process.after(retryMs, () => look(Math.min(longestRetryMs, retryMs * 2))),
    )
  }

  const tell = (item: ClaimedAlert) => {
    hand.add(item)
    process.pass('tell', () => {
      const { afterMs, outcome } = answerTo(world, item)
      tellings.told(item, timeline.now)
      process.after(afterMs, () => {
        results.push({ item, outcome })
        collect()
      })
    })
  }

  const collect = () => {
    if (isSettling || results.length === 0) return
    isSettling = true
    process.after(collectMs, () => flush(results.splice(0), firstRetryMs))
  }

  const flush = (batch: Result[], retryMs: number) =>
    process.send(
      'alert',
      () => {
        const settled = settleAlerts(tables, timeline.now, batch)
        for (const item of settled.accepted) tellings.settled(item, timeline.now)
        return settled
      },
      () => {
        for (const { item } of batch) hand.delete(item)
        isSettling = false
        collect()
        if (!isParked) return
        isParked = false
        look(firstRetryMs)
      },
      () => process.after(retryMs, () => flush(batch, Math.min(longestRetryMs, retryMs * 2))),
    )

  const struck = () => {
    for (const item of hand) tellings.touched(item)
  }
  const process = new Process(world, 'notifier', number, { begin, struck })
  const leave = (forMs: number) => process.die(forMs)
  return { process, leave, handCount: () => (process.isAlive ? hand.size : 0) }
}

/** What a receiver answers, after how long; the decision about another try is the product's own. */
function answerTo(world: World, item: ClaimedAlert): { afterMs: number; outcome: AlertOutcome } {
  const { receivers, timeline, seed } = world
  const random = draw(seed, item.jobId, item.alert.executionId, item.attempt)
  const mood = receivers !== null && receivers.until > timeline.now ? receivers.mood : 'takes'
  const sent: AlertOutcome = { kind: 'sent', statusCode: 200, answer: 'ok' }
  if (mood === 'slow') return { afterMs: slowMs * (0.2 + random), outcome: sent }
  if (mood === 'refuse') {
    return { afterMs: quickestMs, outcome: { kind: 'dead', statusCode: 404, answer: 'no' } }
  }
  if (mood === 'away') {
    const said = { statusCode: null, answer: 'away', askedMs: 0 }
    return { afterMs: awayMs, outcome: retryAlert(item, said, random) }
  }
  return { afterMs: Math.ceil(quickestMs + random * quickSpanMs), outcome: sent }
}
