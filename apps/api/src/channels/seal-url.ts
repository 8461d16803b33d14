import type { channels } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import { maskUrl } from './mask-url.ts'

type ChannelRow = typeof channels.$inferSelect

/** A channel's URL as it is stored. The fingerprint tells the same URL again, and nothing else. */
export function sealUrl(
  vault: Vault,
  { id, organizationId, kind }: Pick<ChannelRow, 'id' | 'organizationId' | 'kind'>,
  url: string,
): { target: string; sealedUrl: string; urlFingerprint: string } {
  const anyChannel = { table: 'channels', row: organizationId, purpose: `${kind} url` }
  return {
    target: maskUrl(url),
    sealedUrl: vault.seal(url, places.channelUrl(id)),
    urlFingerprint: vault.fingerprint(url, anyChannel),
  }
}
