import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import type { Source, WorkEvent } from './source.ts'
import { type WorkOptions, work } from './work.ts'

type Result = { n: number; how: 'done' | 'foregone' | 'broken' | 'unstorable' | 'released' }

/** A queue in memory that says what the real one says, and whom the test can break at will. */
function setUp(itemCount: number, options: Partial<WorkOptions<number, Result>> = {}) {
  const waiting = Array.from({ length: itemCount }, (_, n) => n)
  const settled: Result[] = []
  const events: WorkEvent[] = []
  let ring = () => {}
  let onSettled = () => {}
  const source: Source<number, Result> = {
    topic: 'executions',
    claimsAhead: true,
    claim: async limit => ({ items: waiting.splice(0, limit), nextInMs: null }),
    putBackUnheard: async () => {},
    settle: async done => {
      settled.push(...done.map(({ outcome }) => outcome))
      onSettled()
    },
    foregone: () => null,
    released: { n: -2, how: 'released' },
    broken: () => ({ n: -1, how: 'broken' }),
    unstorable: n => ({ n, how: 'unstorable' }),
    sizeOf: () => 1,
  }
  const start = (overrides: Partial<Source<number, Result>> = {}) =>
    work<number, Result>({
      source: { ...source, ...overrides },
      concurrency: 4,
      handle: async n => {
        const at = performance.now()
        return { outcome: { n, how: 'done' }, startedAt: at, endedAt: at }
      },
      listen: wakeUp => {
        ring = wakeUp
        return { close: async () => {} }
      },
      report: event => events.push(event),
      ...options,
    })
  return {
    start,
    settled,
    events,
    waiting,
    ring: () => ring(),
    until: (count: number) =>
      new Promise<void>(resolve => {
        onSettled = () => settled.length >= count && resolve()
        onSettled()
      }),
  }
}

describe('the loop', () => {
  test('handles everything there is, never more at once than it may', async () => {
    let inHand = 0
    let most = 0
    const queue = setUp(50, {
      handle: async n => {
        most = Math.max(most, ++inHand)
        await new Promise(setImmediate)
        inHand--
        const at = performance.now()
        return { outcome: { n, how: 'done' }, startedAt: at, endedAt: at }
      },
    })
    const worker = queue.start()
    await queue.until(50)
    await worker.stop(1_000)
    expect(new Set(queue.settled.map(result => result.n)).size).toBe(50)
    expect(most).toBe(4)
  })

  test('a notification wakes it long before the poll', async () => {
    const queue = setUp(0)
    const worker = queue.start()
    await new Promise(setImmediate)
    const startedAt = performance.now()
    queue.waiting.push(7)
    queue.ring()
    await queue.until(1)
    expect(performance.now() - startedAt).toBeLessThan(500)
    await worker.stop(1_000)
  })

  test('a handler that throws settles as broken and the loop goes on', async () => {
    const queue = setUp(3, {
      handle: async n => {
        if (n === 1) throw new Error('bug')
        return { outcome: { n, how: 'done' }, startedAt: 0, endedAt: 0 }
      },
    })
    const worker = queue.start()
    await queue.until(3)
    await worker.stop(1_000)
    expect(queue.settled.map(result => result.how).toSorted()).toEqual(['broken', 'done', 'done'])
    expect(queue.events).toContainEqual({ type: 'handler_broken', error: new Error('bug') })
  })

  test('a claim that fails is tried again', async () => {
    const queue = setUp(0)
    let failures = 2
    const worker = queue.start({
      claim: async () => {
        if (failures-- > 0) throw new Error('the database is away')
        return { items: failures === -1 ? [1] : [], nextInMs: null }
      },
    })
    await queue.until(1)
    await worker.stop(1_000)
    expect(queue.events.filter(event => event.type === 'claim_failed')).toHaveLength(2)
  })

  test('what a claim took that was not answered is put back before the next, all but what is in hand', async () => {
    const handled = Promise.withResolvers<void>()
    const said: (string | number[])[] = []
    const queue = setUp(0, {
      handle: async n => {
        await handled.promise
        return { outcome: { n, how: 'done' }, startedAt: 0, endedAt: 0 }
      },
    })
    const answers = [
      () => ({ items: [1, 2], nextInMs: 0 }),
      () => {
        throw new Error('not answered')
      },
      () => ({ items: [3], nextInMs: 0, isUnsure: true as const }),
      () => {
        handled.resolve()
        throw new Error('not answered')
      },
    ]
    const worker = queue.start({
      claim: async () => {
        said.push('claim')
        return answers.shift()?.() ?? { items: [], nextInMs: null }
      },
      putBackUnheard: async inHand => {
        said.push(inHand)
      },
    })
    await queue.until(3)
    // Nothing is held back from the next round by what is over.
    await worker.stop(1_000)
    expect(said.slice(0, 6)).toEqual(['claim', 'claim', [1, 2], 'claim', [1, 2, 3], 'claim'])
    expect(said.slice(6).filter(each => typeof each !== 'string')).toEqual([[]])
  })

  test('tells its pulse of each round: a failed claim is life, an answered one a success', async () => {
    const rounds: string[] = []
    const pulse = { turn: () => rounds.push('turn'), succeed: () => rounds.push('success') }
    const queue = setUp(0, { pulse })
    let failures = 1
    const worker = queue.start({
      claim: async () => {
        rounds.push('claim')
        if (failures-- > 0) throw new Error('the database is away')
        return { items: failures === -1 ? [1] : [], nextInMs: null }
      },
    })
    await queue.until(1)
    await worker.stop(1_000)
    expect(rounds.slice(0, 6)).toEqual(['turn', 'claim', 'turn', 'turn', 'claim', 'success'])
  })

  test('is well while every slot is taken', async () => {
    const handled = Promise.withResolvers<void>()
    const wellWhileFull = Promise.withResolvers<void>()
    let isFull = false
    const queue = setUp(1, {
      concurrency: 1,
      pulse: { turn: () => {}, succeed: () => isFull && wellWhileFull.resolve() },
      handle: async n => {
        isFull = true
        const startedAt = performance.now()
        await handled.promise
        return { outcome: { n, how: 'done' }, startedAt, endedAt: performance.now() }
      },
    })
    const worker = queue.start()
    await wellWhileFull.promise
    handled.resolve()
    await worker.stop(1_000)
    expect(queue.settled).toEqual([{ n: 0, how: 'done' }])
  })

  test('one poisoned result does not send the others again', async () => {
    const queue = setUp(4)
    const refusal = Object.assign(new Error('invalid text'), { code: '22P05' })
    const stored: Result[] = []
    const worker = queue.start({
      settle: async done => {
        if (done.some(({ outcome }) => outcome.n === 2 && outcome.how === 'done')) throw refusal
        stored.push(...done.map(({ outcome }) => outcome))
        queue.settled.push(...done.map(({ outcome }) => outcome))
      },
    })
    while (stored.length < 4) await new Promise(setImmediate)
    await worker.stop(1_000)
    expect(stored.toSorted((a, b) => a.n - b.n).map(result => result.how)).toEqual([
      'done',
      'done',
      'unstorable',
      'done',
    ])
  })

  test('while the database is away results are kept, and settled once when it is back', async () => {
    const queue = setUp(2)
    let away = 2
    const stored: Result[] = []
    const worker = queue.start({
      settle: async done => {
        if (away-- > 0) throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' })
        stored.push(...done.map(({ outcome }) => outcome))
      },
    })
    while (stored.length < 2) await new Promise(setImmediate)
    await worker.stop(1_000)
    expect(stored.map(result => result.n)).toEqual([0, 1])
  })

  test('stopping waits for what is in hand, then asks it to leave off', async () => {
    const queue = setUp(1, {
      handle: (n, abort) =>
        new Promise(resolve => {
          abort.addEventListener('abort', () =>
            resolve({ outcome: { n, how: 'released' }, startedAt: 0, endedAt: 0 }),
          )
        }),
    })
    const worker = queue.start()
    while (worker.busyCount() === 0) await new Promise(setImmediate)
    await worker.stop(20)
    expect(queue.settled).toEqual([{ n: 0, how: 'released' }])
  })

  test('what needs no handling is settled without it', async () => {
    const queue = setUp(1, { handle: () => Promise.reject(new Error('must not be called')) })
    const worker = queue.start({ foregone: n => ({ n, how: 'foregone' }) })
    await queue.until(1)
    await worker.stop(1_000)
    expect(queue.settled).toEqual([{ n: 0, how: 'foregone' }])
  })
})
