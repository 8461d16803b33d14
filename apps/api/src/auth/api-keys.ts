import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { apiKeys, organizations, type Pool } from '@prikke/schema'
import { and, eq, sql } from 'drizzle-orm'
import type { Tenant } from '../route.ts'

const shape = /^(pk_live_[0-9a-f]{24})\.(sk_live_[A-Za-z0-9_-]{43})$/

/** A new key: its public half, the hash to store, and the whole, to be shown once. */
export function newApiKey(): { keyId: string; secretHash: string; key: string } {
  const keyId = `pk_live_${randomBytes(12).toString('hex')}`
  const secret = `sk_live_${randomBytes(32).toString('base64url')}`
  return { keyId, secretHash: hash(secret).toString('hex'), key: `${keyId}.${secret}` }
}

/** The organization a `pk_live_….sk_live_…` speaks for; null for any other text. */
export async function readApiKey(pool: Pool, key: string): Promise<Tenant | null> {
  const [, keyId = '', secret = ''] = shape.exec(key) ?? []
  const [found] = await pool.db
    .select({
      id: organizations.id,
      slug: organizations.slug,
      name: organizations.name,
      tier: organizations.tier,
      secretHash: apiKeys.secretHash,
      isStale: sql<boolean>`coalesce(${apiKeys.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(eq(apiKeys.keyId, keyId))
  // An unknown key is hashed and compared like a known one, so that both take as long.
  const wanted = Buffer.from(found?.secretHash ?? '0'.repeat(64), 'hex')
  if (!timingSafeEqual(hash(secret), wanted) || found === undefined) return null
  if (found.isStale) noteUse(pool, keyId)
  const { id, slug, name, tier } = found
  return { id, slug, name, tier, role: 'member' }
}

/** At most once a minute, and nobody waits for it: a use that is not noted costs nothing. */
function noteUse(pool: Pool, keyId: string): void {
  pool.db
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.keyId, keyId),
        sql`coalesce(${apiKeys.lastUsedAt} < now() - interval '1 minute', true)`,
      ),
    )
    .then(
      () => {},
      () => {},
    )
}

const hash = (secret: string) => createHash('sha256').update(secret).digest()
