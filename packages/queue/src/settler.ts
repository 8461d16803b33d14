import { firstRetryMs, longestRetryMs } from './retry-span.ts'
import type { Source, WorkDone, WorkEvent } from './source.ts'

const largestBatch = 500
const largestBytes = 4 * 1024 * 1024
const collectMs = 5

/**
 * Collects results and settles them, one flush in flight: the commit of one batch is the time in
 * which the next fills. While the database is away everything is kept. A batch that the database
 * refuses is settled row by row, and a row that it refuses is settled without its content.
 */
export function createSettler<Item, Outcome>(
  source: Source<Item, Outcome>,
  report: (event: WorkEvent) => void,
) {
  const pending: WorkDone<Item, Outcome>[] = []
  let flushing: Promise<void> | null = null
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

  const settleBatch = async (batch: WorkDone<Item, Outcome>[]) => {
    let retryMs = firstRetryMs
    for (;;) {
      try {
        await source.settle(batch)
        return report({ type: 'settled', count: batch.length })
      } catch (error) {
        report({ type: 'settle_failed', error })
        if (isRefusal(error)) return await settleEach(batch)
        await new Promise(resolve => setTimeout(resolve, retryMs))
        retryMs = Math.min(longestRetryMs, retryMs * 2)
      }
    }
  }

  const settleEach = async (batch: WorkDone<Item, Outcome>[]): Promise<void> => {
    for (const done of batch) {
      try {
        await source.settle([done])
      } catch (error) {
        report({ type: 'settle_failed', error })
        const outcome = source.unstorable(done.item, error)
        await source
          .settle([{ ...done, outcome }])
          .catch(again => report({ type: 'settle_failed', error: again }))
      }
    }
  }

  const flush = async () => {
    timer = null
    while (pending.length > 0) await settleBatch(nextBatch())
    flushing = null
  }

  return {
    add: (done: WorkDone<Item, Outcome>) => {
      pending.push(done)
      if (flushing !== null || timer !== null) return
      timer = setTimeout(() => {
        flushing = flush()
      }, collectMs)
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer)
      await flushing
      await flush()
    },
  }
}

/** PostgreSQL said no to the data itself (classes 22, 23 and program limits): trying again is in vain. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(22|23|54)\w{3}$/.test(code)
}
