import type { ClaimedAlert } from '@prikke/queue'
import { openSigningSecret, places, type Vault } from '@prikke/vault'

/**
 * An alert with the URL that it goes to and the secrets that sign it in clear. A URL from before
 * they were sealed is its target.
 * @throws SealError when one of them does not open.
 */
export function openAlert(alert: ClaimedAlert, vault: Pick<Vault, 'open'>): ClaimedAlert {
  const { organizationId, target, sealedUrl, sealedFor, signingSecrets } = alert
  return {
    ...alert,
    target: sealedUrl === null ? target : vault.open(sealedUrl, places.channelUrl(sealedFor ?? '')),
    signingSecrets: signingSecrets.map(each => openSigningSecret(vault, organizationId, each)),
  }
}
