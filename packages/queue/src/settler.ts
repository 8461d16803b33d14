import { performance } from 'node:perf_hooks'
import { firstRetryMs, longestRetryMs } from './retry-span.ts'
import type { Source, WorkDone, WorkEvent } from './source.ts'

const largestBatch = 500
const largestBytes = 4 * 1024 * 1024
/** A statement for few costs almost as much as one for many: wait this long unless there are many. */
const collectMs = 10
const fullBatch = 300
/** Results in memory beyond which nothing is claimed. */
const mostUnsettled = 1_000
/** A batch that takes longer is not heard of: leases run meanwhile, so nothing more is claimed. */
const longestSettleMs = 3_000

/**
 * Collects results and settles them, one flush in flight: the commit of one batch is the time in
 * which the next fills. While the database is away everything is kept. A batch that the database
 * refuses is settled row by row, and a row that it refuses is settled without its content.
 * `onOver` is told of each item once nothing more will be said of it.
 */
export function createSettler<Item, Outcome>(
  source: Source<Item, Outcome>,
  report: (event: WorkEvent) => void,
  onOver: (item: Item) => void,
) {
  const pending: WorkDone<Item, Outcome>[] = []
  let flushing: Promise<void> | null = null
  let settlingSince = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | null = null

  const nextBatch = () => {
    let bytes = 0
    let count = 0
    while (count < Math.min(pending.length, largestBatch)) {
      bytes += source.sizeOf((pending[count] as WorkDone<Item, Outcome>).outcome)
      if (count > 0 && bytes > largestBytes) break
      count++
    }
    return pending.splice(0, count)
  }

  const settleBatch = async (batch: WorkDone<Item, Outcome>[]): Promise<void> => {
    settlingSince = Math.min(settlingSince, performance.now())
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(longestRetryMs, retryMs * 2)) {
      try {
        await source.settle(batch)
        settlingSince = Number.POSITIVE_INFINITY
        return report({ type: 'settled', count: batch.length })
      } catch (error) {
        report({ type: 'settle_failed', error })
        if (isRefusal(error)) return await settleApart(batch, error)
        await new Promise(resolve => setTimeout(resolve, retryMs))
      }
    }
  }

  /** What the database refuses even bare is left to its lease. */
  const settleApart = async (batch: WorkDone<Item, Outcome>[], error: unknown): Promise<void> => {
    const [only] = batch
    if (batch.length > 1) {
      for (const done of batch) await settleBatch([done])
    } else if (only !== undefined && !bare.has(only)) {
      const done = { ...only, outcome: source.unstorable(only.item, error) }
      bare.add(done)
      await settleBatch([done])
    }
  }
  const bare = new WeakSet<WorkDone<Item, Outcome>>()

  const flush = async () => {
    timer = null
    do {
      const batch = nextBatch()
      await settleBatch(batch)
      for (const { item } of batch) onOver(item)
    } while (pending.length >= fullBatch)
    flushing = null
    collect()
  }

  const collect = () => {
    if (pending.length === 0 || flushing !== null || timer !== null) return
    timer = setTimeout(() => {
      flushing = flush()
    }, collectMs)
  }

  return {
    /** Whether results wait too long, or are too many: what is done now could not be stored soon. */
    isBehind: () =>
      pending.length > mostUnsettled || performance.now() - settlingSince > longestSettleMs,
    add: (done: WorkDone<Item, Outcome>) => {
      pending.push(done)
      collect()
    },
    close: async () => {
      while (pending.length > 0 || flushing !== null) {
        if (timer !== null) clearTimeout(timer)
        await (flushing ?? flush())
      }
    },
  }
}

/** PostgreSQL said no to the data itself (classes 22, 23 and program limits): trying again is in vain. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(22|23|54)\w{3}$/.test(code)
}
