import type { Pool } from '@prikke/schema'
import { idsOf, type Source } from '../source.ts'
import { type ClaimedMail, claimMails, putBackUnheardMails } from './claim.ts'
import { type MailOutcome, settleMails } from './settle.ts'

const dead = (answer: string): MailOutcome => ({ kind: 'dead', statusCode: null, answer })

/** Mails as work: what the notifier takes up and what became of it. */
export function mailSource(pool: Pool, worker: string): Source<ClaimedMail, MailOutcome> {
  return {
    topic: 'mails',
    claim: limit => claimMails(pool.sql, worker, limit),
    putBackUnheard: inHand => putBackUnheardMails(pool.sql, worker, idsOf(inHand)),
    settle: done =>
      settleMails(
        pool.sql,
        done.map(({ item, outcome }) => ({ mail: item, outcome })),
      ),
    foregone: ({ livesMs }) =>
      livesMs !== null && livesMs <= 0 ? dead('Not sent: its link had ended by then.') : null,
    // Every claim counts as a try, and the next one waits longer.
    claimsAhead: false,
    released: { kind: 'released', statusCode: null, answer: 'given back' },
    broken: () => dead('Prikke could not write this mail: see its log.'),
    unstorable: (_, error) => dead(`The answer could not be stored: ${(error as Error).message}`),
    sizeOf: outcome => outcome.answer.length,
  }
}
