import type { Pool } from '@prikke/schema'
import type { Announcer } from '../announce.ts'
import { crashPoint } from '../crash-point.ts'
import { idsOf, type Source } from '../source.ts'
import { type ClaimedAlert, claimAlerts, putBackUnheardAlerts } from './claim.ts'
import { type AlertOutcome, settleAlerts } from './settle.ts'

const dead = (answer: string): AlertOutcome => ({ kind: 'dead', statusCode: null, answer })

/** Alerts as work: what the notifier takes up and what became of it. */
export function alertSource(
  pool: Pool,
  worker: string,
  announcer: Announcer,
): Source<ClaimedAlert, AlertOutcome> {
  return {
    topic: 'alerts',
    claim: async limit => {
      const claimed = await claimAlerts(pool.sql, worker, limit)
      if (claimed.items.length > 0) crashPoint('alerts-claimed')
      return claimed
    },
    putBackUnheard: inHand => putBackUnheardAlerts(pool.sql, worker, idsOf(inHand)),
    settle: async done => {
      const settling = settleAlerts(
        pool.sql,
        done.map(({ item, outcome }) => ({ alert: item, outcome })),
      )
      crashPoint('alerts-settling')
      await settling
      crashPoint('alerts-settled')
      for (const { item } of done) announcer.touch('alerts', item.organizationId)
    },
    foregone: () => null,
    // Every claim counts as a try, and the next one waits longer.
    claimsAhead: false,
    released: { kind: 'released', statusCode: null, answer: 'given back' },
    broken: () => dead('Prikke could not build this message: see its log.'),
    unstorable: (_, error) => dead(`The answer could not be stored: ${(error as Error).message}`),
    sizeOf: outcome => outcome.answer.length,
  }
}
