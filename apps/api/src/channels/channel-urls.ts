import type { channels, Sql } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import type { SealedKind } from '../secrets/sealed-kind.ts'
import { sealUrl } from './seal-url.ts'

type Row = Pick<
  typeof channels.$inferSelect,
  'id' | 'organizationId' | 'kind' | 'target' | 'sealedUrl'
>

/**
 * The URLs of channels. Sealing one anew races with an edit: by compare-and-set on the row of the
 * primary key. A URL in clear may have been added once more, sealed: then it gets no fingerprint, which
 * channels_url_once would refuse.
 */
export function channelUrls(sql: Sql, vault: Vault): SealedKind {
  const reseal = async (row: Row) => {
    const { id, organizationId, sealedUrl, target } = row
    const url = sealedUrl === null ? target : vault.open(sealedUrl, places.channelUrl(id))
    const anew = sealUrl(vault, row, url)
    const changed = await sql`
      update channels c
      set target = ${anew.target}, sealed_url = ${anew.sealedUrl},
        url_fingerprint = (select ${anew.urlFingerprint}::text where not exists (
          select from channels o where o.organization_id = ${organizationId} and o.id <> c.id
            and o.url_fingerprint = ${anew.urlFingerprint}))
      where id = ${id} and target = ${target} and sealed_url is not distinct from ${sealedUrl}
      returning id`
    return changed.length > 0
  }
  return {
    what: 'URLs of channels',
    find: async (after, limit) => {
      const rows = await sql<Row[]>`
        select id, organization_id as "organizationId", kind, target, sealed_url as "sealedUrl"
        from channels
        where id > ${after} and kind <> 'email'
          and not starts_with(coalesce(sealed_url, ''), ${vault.newestPrefix})
        order by id limit ${limit}`
      return rows.map(row => ({ id: row.id, reseal: () => reseal(row) }))
    },
  }
}
