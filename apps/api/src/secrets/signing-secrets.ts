import type { Sql } from '@prikke/schema'
import { openSigningSecret, places, type Vault } from '@prikke/vault'
import type { SealedKind } from './sealed-kind.ts'

type Column = 'signing_secret' | 'previous_signing_secret'

/**
 * The signing secrets of organizations, those that stand or those before them. Sealing one anew races
 * with a rotation by its owner, who writes both: by compare-and-set on the row of the primary key.
 */
export function signingSecrets(sql: Sql, vault: Vault, column: Column): SealedKind {
  const reseal = async (id: string, stored: string) => {
    const anew = vault.seal(openSigningSecret(vault, id, stored), places.signingSecret(id))
    const changed = await sql`
      update organizations set ${sql(column)} = ${anew}
      where id = ${id} and ${sql(column)} = ${stored} returning id`
    return changed.length > 0
  }
  return {
    what: column === 'signing_secret' ? 'signing secrets' : 'earlier signing secrets',
    find: async (after, limit) => {
      const rows = await sql<{ id: string; stored: string }[]>`
        select id, ${sql(column)} as stored from organizations
        where id > ${after} and not starts_with(${sql(column)}, ${vault.newestPrefix})
        order by id limit ${limit}`
      return rows.map(({ id, stored }) => ({ id, reseal: () => reseal(id, stored) }))
    },
  }
}
