import type { Pool } from '@prikke/schema'
import type { Announcer } from '../announce.ts'
import { crashPoint } from '../crash-point.ts'
import { idsOf, type Source } from '../source.ts'
import { type ClaimedExecution, createClaimer, putBackUnheard } from './claim.ts'
import { foregone } from './foregone.ts'
import { noReply, type Outcome } from './outcome.ts'
import { settleExecutions } from './settle.ts'

const final = (errorCode: string, errorMessage: string): Outcome => ({
  kind: 'final',
  status: 'failed',
  reply: { ...noReply, errorCode, errorMessage },
})

/** Why a result was not kept: another attempt holds the execution, or history has the occurrence. */
export type Discarded = 'stale_result_discarded' | 'occurrence_already_kept'

const released: Outcome = { kind: 'released', started: false }

/** Executions as work: what the executor takes from the queue and gives back to it. */
export function executionSource(
  pool: Pool,
  worker: string,
  announcer: Announcer,
  onDiscarded: (reason: Discarded, ids: string[]) => void,
): Source<ClaimedExecution, Outcome> {
  const claim = createClaimer(pool.sql, worker)
  return {
    topic: 'executions',
    claim: async (limit, isReserve) => {
      const claimed = await claim(limit, isReserve)
      if (claimed.items.length > 0) crashPoint('executions-claimed')
      for (const item of claimed.items) announcer.touch('executions', item.organizationId)
      return claimed
    },
    putBackUnheard: inHand => putBackUnheard(pool.sql, worker, idsOf(inHand)),
    settle: async done => {
      const settling = settleExecutions(
        pool,
        done.map(({ item, ...handled }) => ({ execution: item, ...handled })),
      )
      crashPoint('executions-settling')
      const { stale, dropped } = await settling
      crashPoint('executions-settled')
      if (stale.size > 0) onDiscarded('stale_result_discarded', [...stale])
      if (dropped.length > 0) onDiscarded('occurrence_already_kept', dropped)
      for (const { item } of done) announcer.touch('executions', item.organizationId)
    },
    foregone: item => (item.isUnread ? released : foregone(item)),
    claimsAhead: true,
    released,
    fairness: {
      partyOf: ({ organizationId, job }) => ({ owner: organizationId, place: job?.host ?? '' }),
      gaveWay: isHostSlow => ({ kind: 'gave_way', isHostSlow }),
    },
    broken: () => final('internal_error', 'Prikke could not handle this execution: see its log.'),
    unstorable: (_, error) =>
      final('result_unstorable', `The answer could not be stored: ${(error as Error).message}`),
    sizeOf: outcome => ('reply' in outcome ? (outcome.reply.responseBody?.length ?? 0) + 500 : 0),
  }
}
