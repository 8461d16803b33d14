import { replaceSealedRequest, unsealedRequests } from '@prikke/queue'
import type { Sql, StoredHeaders } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import { resealedHeaders } from '../secrets/resealed-headers.ts'
import type { SealedKind } from '../secrets/sealed-kind.ts'

/** The secret headers of executions that send a request of their own. */
export function ownHeaders(sql: Sql, vault: Vault): SealedKind {
  const { newestPrefix } = vault
  const reseal = async (id: string, headers: StoredHeaders) => {
    const { anew, failure } = resealedHeaders(headers, vault, name => places.ownHeader(id, name))
    const isChanged = await replaceSealedRequest(sql, id, headers, anew)
    if (failure !== null) throw failure
    return isChanged
  }
  return {
    what: 'edited executions with secret headers',
    find: async (after, limit) => {
      const rows = await unsealedRequests(sql, { newestPrefix, after, limit })
      return rows.map(({ id, headers }) => ({ id, reseal: () => reseal(id, headers) }))
    },
  }
}
