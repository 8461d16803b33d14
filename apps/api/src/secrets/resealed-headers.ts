import type { StoredHeaders } from '@prikke/schema'
import { type Place, SealError, type Vault } from '@prikke/vault'

/** Headers sealed anew. One that does not open keeps no other one under an old key. */
export function resealedHeaders(
  headers: StoredHeaders,
  vault: Vault,
  placeOf: (name: string) => Place,
): { anew: StoredHeaders; failure: SealError | null } {
  let failure: SealError | null = null
  const entries = Object.entries(headers).map(([name, header]) => {
    if (!header.secret) return [name, header] as const
    const place = placeOf(name)
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
