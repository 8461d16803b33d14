import type { Pool } from '@prikke/schema'
import type { Announcer } from '../announce.ts'
import type { Source } from '../source.ts'
import { type ClaimedAlert, claimAlerts } from './claim.ts'
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
    claim: limit => claimAlerts(pool.sql, worker, limit),
    settle: async done => {
      await settleAlerts(
        pool.sql,
        done.map(({ item, outcome }) => ({ alert: item, outcome })),
      )
      for (const { item } of done) announcer.touch('alerts', item.organizationId)
    },
    foregone: () => null,
    released: { kind: 'released', statusCode: null, answer: 'given back' },
    broken: () => dead('Prikke could not build this message: see its log.'),
    unstorable: (_, error) => dead(`The answer could not be stored: ${(error as Error).message}`),
    sizeOf: outcome => outcome.answer.length,
  }
}
