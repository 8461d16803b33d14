import type { Sql } from '@prikke/schema'
import type { Unsealed } from '../alerts/reseal.ts'
import type { ClaimedMail } from './claim.ts'

export type UnsealedMail = Pick<ClaimedMail, 'id' | 'kind'> & { sealed: string }

/** Mails after an id that wait, sealed under another key than the newest. */
export async function unsealedMails(
  sql: Sql,
  { newestPrefix, after, limit }: Unsealed,
): Promise<UnsealedMail[]> {
  return await sql<UnsealedMail[]>`
    select id, kind, sealed from mails
    where id > ${after} and sealed is not null and not starts_with(sealed, ${newestPrefix})
    order by id limit ${limit}`
}

/**
 * Puts one mail under another seal. Races with its settlement, after which there is none: by
 * compare-and-set on what was read. Found by its primary key.
 */
export async function replaceSealedMail(
  sql: Sql,
  { id, sealed }: UnsealedMail,
  anew: string,
): Promise<boolean> {
  const changed = await sql`
    update mails set sealed = ${anew} where id = ${id} and sealed = ${sealed} returning id`
  return changed.length > 0
}
