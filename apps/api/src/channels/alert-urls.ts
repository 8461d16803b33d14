import { replaceAlertUrl, type UnsealedAlert, unsealedAlerts } from '@prikke/queue'
import type { Sql } from '@prikke/schema'
import { places, type Vault } from '@prikke/vault'
import type { SealedKind } from '../secrets/sealed-kind.ts'
import { maskedUrl, maskUrl } from './mask-url.ts'

/** The URLs of alerts: sealed while they wait, and masked once they are sent or dead. */
export function alertUrls(sql: Sql, vault: Vault): SealedKind {
  const { newestPrefix } = vault
  const anew = ({ id, target, sealedUrl, sealedFor, channelId, isPending }: UnsealedAlert) => {
    if (!isPending) return { target: maskUrl(target), sealedUrl: null, sealedFor: null }
    const channel = sealedFor ?? channelId ?? id
    const place = places.channelUrl(channel)
    const url = sealedUrl === null ? target : vault.open(sealedUrl, place)
    return { target: maskUrl(url), sealedUrl: vault.seal(url, place), sealedFor: channel }
  }
  return {
    what: 'URLs of alerts',
    find: async (after, limit) => {
      const rows = await unsealedAlerts(sql, { newestPrefix, masked: maskedUrl, after, limit })
      return rows.map(row => ({
        id: row.id,
        reseal: async () => replaceAlertUrl(sql, row, anew(row)),
      }))
    },
  }
}
