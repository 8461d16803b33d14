import type { StoredHeaders } from '@prikke/schema'
import { type Place, places, SealError, type Vault } from '@prikke/vault'

/** A job's headers in clear, by name; null where a secret cannot be opened any more. */
export type ClearHeaders = Record<string, { value: string | null; secret: boolean }>

/** Headers as they are stored: what is secret is sealed, for this job unless told another place. */
export function sealHeaders(
  clear: ClearHeaders,
  id: string,
  vault: Vault,
  placeOf: (id: string, name: string) => Place = places.header,
): StoredHeaders {
  const entries = Object.entries(clear).map(([name, { value, secret }]) => {
    if (value === null) throw new Error('A header without a value cannot be stored.')
    const stored = secret
      ? { sealed: vault.seal(value, placeOf(id, name)), secret }
      : { value, secret }
    return [name, stored] as const
  })
  return Object.fromEntries(entries)
}

/** Stored headers in clear. A value that does not open is to be given again. */
export function openHeaders(stored: StoredHeaders, jobId: string, vault: Vault): ClearHeaders {
  const entries = Object.entries(stored).map(([name, header]) => {
    const value = 'sealed' in header ? openOrNull(header.sealed, vault, jobId, name) : header.value
    return [name, { value, secret: header.secret }] as const
  })
  return Object.fromEntries(entries)
}

function openOrNull(sealed: string, vault: Vault, jobId: string, name: string): string | null {
  try {
    return vault.open(sealed, places.header(jobId, name))
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}
