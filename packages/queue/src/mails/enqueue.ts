import type { Database } from '@prikke/schema'
import { wake } from '../wake.ts'
import type { ClaimedMail } from './claim.ts'

export type NewMail = Pick<ClaimedMail, 'id' | 'kind' | 'recipient' | 'sealed'> & {
  /** How long it is of use, in ms; null for ever. */
  livesMs: number | null
  /** Why it is not to be sent. It is written all the same, so that this takes as long. */
  withheldBecause?: string | undefined
}

/**
 * Mail for the notifier, written with what caused it. The id is known before: it is sealed for it.
 * Due at this millisecond, never rounded up into the future, where no claim would see it.
 */
export async function enqueueMail({ sql }: Database, mail: NewMail): Promise<void> {
  const { id, kind, recipient, sealed, livesMs, withheldBecause = null } = mail
  const isWithheld = withheldBecause !== null
  await sql`
    insert into mails (id, kind, recipient, sealed, ready_at, expires_at, status, answer, settled_at)
    values (${id}, ${kind}, ${recipient}, ${isWithheld ? null : sealed},
      date_trunc('milliseconds', now()), now() + ${livesMs}::float8 * interval '1 millisecond',
      ${isWithheld ? 'dead' : 'pending'}, ${withheldBecause},
      case when ${isWithheld}::bool then now() end)`
  await wake(sql, 'mails')
}
