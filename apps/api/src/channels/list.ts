import type { Channel, Page } from '@prikke/contract'
import { channels, type Database } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { type PageAsked, pageFrom, readIdCursor } from '../page.ts'
import { maskUrl } from './mask-url.ts'

/** A page of the channels of an organization, newest first. */
export async function listChannels(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor }: PageAsked,
): Promise<Page<Channel>> {
  const after = readIdCursor(cursor)
  const rows = await db
    .select()
    .from(channels)
    .where(
      and(
        eq(channels.organizationId, organizationId),
        after === undefined ? undefined : lt(channels.id, after),
      ),
    )
    .orderBy(desc(channels.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.id, channelOf)
}

export const channelOf = (row: typeof channels.$inferSelect): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  address: row.kind === 'email' ? row.target : null,
  url: row.kind === 'email' ? null : maskUrl(row.target),
  enabled: row.enabled,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
