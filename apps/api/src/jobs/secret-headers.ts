import type { Sql, StoredHeaders } from '@prikke/schema'
import { places, SealError, type Vault } from '@prikke/vault'
import type { SealedKind } from '../secrets/sealed-kind.ts'

/**
 * The secret headers of jobs. Sealing them anew races with edits: by compare-and-set on the row of
 * the primary key. What a job sends stays the same, and so does its version.
 */
export function secretHeaders(sql: Sql, vault: Vault): SealedKind {
  const reseal = async (id: string, headers: StoredHeaders) => {
    const { anew, failure } = resealed(headers, id, vault)
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

/** One header that does not open keeps no other one under an old key. */
function resealed(headers: StoredHeaders, jobId: string, vault: Vault) {
  let failure: SealError | null = null
  const entries = Object.entries(headers).map(([name, header]) => {
    if (!header.secret) return [name, header] as const
    const place = places.header(jobId, name)
    try {
      const value = 'sealed' in header ? vault.open(header.sealed, place) : header.value
      return [name, { sealed: vault.seal(value, place), secret: true }] as const
    } catch (error) {
      if (!(error instanceof SealError)) throw error
      failure = error
      return [name, header] as const
    }
  })
  return {
    anew: Object.fromEntries(entries) as StoredHeaders,
    failure: failure as SealError | null,
  }
}
