import type { Sql } from '@prikke/schema'

/** What of an alert is to be sealed anew, or never was. */
export type UnsealedAlert = {
  id: string
  target: string
  sealedUrl: string | null
  sealedFor: string | null
  channelId: string | null
  isPending: boolean
}

/**
 * Alerts after an id whose URL is not sealed under the newest key, or stands in clear, as it did
 * before URLs were sealed. `masked` is a regular expression of what may stand there.
 */
export async function unsealedAlerts(
  sql: Sql,
  { newestPrefix, masked, after, limit }: Unsealed & { masked: string },
): Promise<UnsealedAlert[]> {
  return await sql<UnsealedAlert[]>`
    select id, target, sealed_url as "sealedUrl", sealed_for as "sealedFor",
      channel_id as "channelId", status = 'pending' as "isPending"
    from alerts
    where id > ${after} and kind <> 'email'
      and case when sealed_url is null then target !~ ${masked}
        else not starts_with(sealed_url, ${newestPrefix}) end
    order by id limit ${limit}`
}

export type Unsealed = { newestPrefix: string; after: string; limit: number }

/**
 * Puts one alert's URL under another seal. Races with its settlement, after which there is none: by
 * compare-and-set on what was read, so whatever happened meanwhile stays. Found by its primary key.
 */
export async function replaceAlertUrl(
  sql: Sql,
  { id, target, sealedUrl }: UnsealedAlert,
  anew: Pick<UnsealedAlert, 'target' | 'sealedUrl' | 'sealedFor'>,
): Promise<boolean> {
  const changed = await sql`
    update alerts
    set target = ${anew.target}, sealed_url = ${anew.sealedUrl}, sealed_for = ${anew.sealedFor}
    where id = ${id} and target = ${target} and sealed_url is not distinct from ${sealedUrl}
      and (status = 'pending' or ${anew.sealedUrl}::text is null)
    returning id`
  return changed.length > 0
}
