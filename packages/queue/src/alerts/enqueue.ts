import type { Database } from '@prikke/schema'
import { wake } from '../wake.ts'

/** A sample for a channel, tried once. Returns the alert's id: await its row to be sent or dead. */
export async function enqueueTestAlert({ sql }: Database, channelId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into alerts (organization_id, channel_id, kind, target, sealed_url, sealed_for, type)
    select organization_id, id, kind, target, sealed_url, case when sealed_url is not null then id end,
      'channel.test'
    from channels where id = ${channelId}
    returning id`
  if (row === undefined) throw new Error('The channel to test is gone.')
  await wake(sql, 'alerts')
  return row.id
}
