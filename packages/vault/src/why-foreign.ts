import { places } from './places.ts'
import { SealError } from './seal-error.ts'
import type { Vault } from './vault.ts'

/**
 * Why a process with these keys cannot work with this database, in words for the operator; null when
 * it can. `sealed` is the database's fingerprint key, null where nothing was ever sealed.
 */
export function whyForeign(vault: Pick<Vault, 'open'>, sealed: string | null): string | null {
  if (sealed === null) return null
  try {
    vault.open(sealed, places.fingerprintKey)
    return null
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    const [, keyId] = sealed.split('.')
    return error.isKeyMissing
      ? `This database is sealed under another secret key, ${keyId}. Set SECRET_KEY to that one; while you change keys, name it in SECRET_KEY_PREVIOUS.`
      : 'The row of instance_keys in this database was changed, so no secret key can be checked against it. Restore it from a backup.'
  }
}
