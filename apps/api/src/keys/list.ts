import type { Key, Page } from '@prikke/contract'
import { apiKeys, type Database } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { type PageAsked, pageFrom, readIdCursor } from '../page.ts'

/** A page of the API keys of an organization, newest first, without what opens anything. */
export async function listKeys(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  { limit, cursor }: PageAsked,
): Promise<Page<Key>> {
  const after = readIdCursor(cursor)
  const rows = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        after === undefined ? undefined : lt(apiKeys.id, after),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1)
  return pageFrom(rows, limit, row => row.id, keyOf)
}

export const keyOf = (row: typeof apiKeys.$inferSelect): Key => ({
  id: row.id,
  keyId: row.keyId,
  name: row.name,
  scopes: row.scopes,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  previousExpiresAt: row.previousExpiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})
