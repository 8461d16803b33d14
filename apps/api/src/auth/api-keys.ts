import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Scope } from '@prikke/contract'
import { apiKeys, organizations, type Pool } from '@prikke/schema'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tenant } from '../route.ts'
import { checksumOf } from './checksum.ts'
import { tenantColumns } from './tenants.ts'

/** Keys made before there was a checksum have none; their hash says which it is. */
const shape = /^(pk_live_[0-9a-f]{24})\.(sk_live_[A-Za-z0-9_-]{43}(?:[0-9A-Za-z]{6})?)$/

/** A new secret for a key: the hash to store, and the whole key, to be shown once. */
export function newSecret(keyId: string): { secretHash: string; key: string } {
  const start = `${keyId}.sk_live_${randomBytes(32).toString('base64url')}`
  const key = `${start}${checksumOf(start)}`
  return { secretHash: hash(key.slice(keyId.length + 1)).toString('hex'), key }
}

/** A new key: its public half besides. */
export function newApiKey(): { keyId: string; secretHash: string; key: string } {
  const keyId = `pk_live_${randomBytes(12).toString('hex')}`
  return { keyId, ...newSecret(keyId) }
}

const isGood = sql`coalesce(${apiKeys.expiresAt} > now(), true)`
const previousHash = sql<string | null>`
  case when ${apiKeys.previousExpiresAt} > now() then ${apiKeys.previousSecretHash} end`

/** What a `pk_live_….sk_live_…` opens, by api_keys_key_id_unique; null for any other text. */
export async function readApiKey(
  pool: Pool,
  key: string,
): Promise<{ organization: Tenant; keyId: string; scopes: Scope[] } | null> {
  const [, keyId = '', secret = ''] = shape.exec(key) ?? []
  const [found] = await pool.db
    .select({
      tenant: tenantColumns,
      scopes: apiKeys.scopes,
      secretHash: apiKeys.secretHash,
      previousHash,
      isStale: sql<boolean>`coalesce(${apiKeys.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(and(eq(apiKeys.keyId, keyId), isNull(organizations.deletedAt), isGood))
  // An unknown key is hashed and compared like a known one, so that both take as long.
  const given = hash(secret)
  const matches = [found?.secretHash, found?.previousHash].map(known =>
    timingSafeEqual(given, Buffer.from(known ?? nobodys, 'hex')),
  )
  if (found === undefined || !matches.includes(true)) return null
  if (found.isStale) noteUse(pool, keyId)
  return { organization: { ...found.tenant, role: 'member' }, keyId, scopes: found.scopes }
}

const nobodys = '0'.repeat(64)

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
