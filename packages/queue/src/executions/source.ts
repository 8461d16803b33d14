import type { Pool } from '@prikke/schema'
import type { Announcer } from '../announce.ts'
import { crashPoint } from '../crash-point.ts'
import type { Source } from '../source.ts'
import { type ClaimedExecution, createClaimer } from './claim.ts'
import { foregone } from './foregone.ts'
import { noReply, type Outcome } from './outcome.ts'
import { settleExecutions } from './settle.ts'

const final = (errorCode: string, errorMessage: string): Outcome => ({
  kind: 'final',
  status: 'failed',
  reply: { ...noReply, errorCode, errorMessage },
})

/** Executions as work: what the executor takes from the queue and gives back to it. */
export function executionSource(
  pool: Pool,
  worker: string,
  announcer: Announcer,
  onStale: (count: number) => void,
): Source<ClaimedExecution, Outcome> {
  const claim = createClaimer(pool.sql, worker)
  return {
    topic: 'executions',
    claim: async limit => {
      const claimed = await claim(limit)
      if (claimed.items.length > 0) crashPoint('executions-claimed')
      for (const item of claimed.items) announcer.touch('executions', item.organizationId)
      return claimed
    },
    settle: async done => {
      const settling = settleExecutions(
        pool,
        done.map(({ item, ...rest }) => ({ execution: item, ...rest })),
      )
      crashPoint('executions-settling')
      const staleCount = await settling
      crashPoint('executions-settled')
      if (staleCount > 0) onStale(staleCount)
      for (const { item } of done) announcer.touch('executions', item.organizationId)
    },
    foregone,
    released: { kind: 'released', started: false },
    broken: () => final('internal_error', 'Prikke could not handle this execution: see its log.'),
    unstorable: (_, error) =>
      final('result_unstorable', `The answer could not be stored: ${(error as Error).message}`),
    sizeOf: outcome =>
      outcome.kind === 'released' ? 0 : (outcome.reply.responseBody?.length ?? 0) + 500,
  }
}
