import { replaceSealedMail, unsealedMails } from '@prikke/queue'
import type { Sql } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import type { SealedKind } from './sealed-kind.ts'

/** Mails that wait to be sent. */
export function waitingMails(sql: Sql, vault: Vault): SealedKind {
  return {
    what: 'mails',
    find: async (after, limit) => {
      const { newestPrefix } = vault
      const rows = await unsealedMails(sql, { newestPrefix, after, limit })
      return rows.map(mail => ({
        id: mail.id,
        reseal: async () => {
          const place = places.mail(mail.id, mail.kind)
          return await replaceSealedMail(
            sql,
            mail,
            vault.seal(vault.open(mail.sealed, place), place),
          )
        },
      }))
    },
  }
}
