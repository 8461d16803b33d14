import { places } from './places.ts'
import type { Vault } from './vault.ts'

/** How a signing secret begins; a sealed one does not. */
const clear = 'whsec_'

/**
 * A stored signing secret of an organization. One from before secrets were sealed is what it is.
 * @throws SealError when it does not open.
 */
export function openSigningSecret(
  vault: Pick<Vault, 'open'>,
  organization: string,
  stored: string,
): string {
  if (stored.startsWith(clear)) return stored
  return vault.open(stored, places.signingSecret(organization))
}
