import type { Sql, StoredHeaders } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import { resealedHeaders } from '../secrets/resealed-headers.ts'
import type { SealedKind } from '../secrets/sealed-kind.ts'

/**
 * The secret headers of jobs. Sealing them anew races with edits: by compare-and-set on the row of
 * the primary key. What a job sends stays the same, and so does its version.
 */
export function secretHeaders(sql: Sql, vault: Vault): SealedKind {
  const reseal = async (id: string, headers: StoredHeaders) => {
    const { anew, failure } = resealedHeaders(headers, vault, name => places.header(id, name))
    const changed = await sql`
      update jobs set headers = ${sql.json(anew)}
      where id = ${id} and headers = ${sql.json(headers)}::jsonb returning id`
    if (failure !== null) throw failure
    return changed.length > 0
  }
  return {
    what: 'jobs with secret headers',
    find: async (after, limit) => {
      const rows = await sql<{ id: string; headers: StoredHeaders }[]>`
        select id, headers from jobs
        where id > ${after} and exists (
          select from jsonb_each(headers) h(name, header) where (header ->> 'secret')::bool
            and not starts_with(coalesce(header ->> 'sealed', ''), ${vault.newestPrefix}))
        order by id limit ${limit}`
      return rows.map(({ id, headers }) => ({ id, reseal: () => reseal(id, headers) }))
    },
  }
}
