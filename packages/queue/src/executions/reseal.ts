import type { OwnRequest, Sql, StoredHeaders } from '@prikke/schema'
import type { Unsealed } from '../alerts/reseal.ts'

/** Requests of executions after an id, with a secret that is not sealed under the newest key. */
export async function unsealedRequests(
  sql: Sql,
  { newestPrefix, after, limit }: Unsealed,
): Promise<{ id: string; headers: StoredHeaders }[]> {
  return await sql<{ id: string; headers: OwnRequest['headers'] }[]>`
    select execution_id as id, request -> 'headers' as headers from execution_requests
    where execution_id > ${after} and exists (
      select from jsonb_each(request -> 'headers') h(name, header)
      where (header ->> 'secret')::bool
        and not starts_with(coalesce(header ->> 'sealed', ''), ${newestPrefix}))
    order by execution_id limit ${limit}`
}

/** Puts the headers of one request under another seal. Races with nothing but itself: by compare-and-set. */
export async function replaceSealedRequest(
  sql: Sql,
  id: string,
  before: StoredHeaders,
  anew: StoredHeaders,
): Promise<boolean> {
  const changed = await sql`
    update execution_requests set request = jsonb_set(request, '{headers}', ${sql.json(anew)})
    where execution_id = ${id} and request -> 'headers' = ${sql.json(before)}::jsonb
    returning execution_id`
  return changed.length > 0
}
