import { randomBytes } from 'node:crypto'
import { instanceKeys, type Pool } from '@prikke/schema'
import { createVault, places, type Vault, whyForeign } from '@prikke/vault'
import { eq } from 'drizzle-orm'

const fingerprint = 'fingerprint'

/**
 * The vault of this database under these secret keys, with the fingerprint key that it keeps; the
 * first to come makes that one. Otherwise why they do not belong together, for the operator.
 */
export async function openVault(
  pool: Pick<Pool, 'db'>,
  secretKeys: readonly [Buffer, ...Buffer[]],
): Promise<{ ok: true; vault: Vault } | { ok: false; problem: string }> {
  const bare = createVault(secretKeys)
  const sealed = (await readKey(pool)) ?? (await makeKey(pool, bare))
  const problem = whyForeign(bare, sealed)
  if (problem !== null) return { ok: false, problem }
  const key = Buffer.from(bare.open(sealed, places.fingerprintKey), 'base64')
  return { ok: true, vault: createVault(secretKeys, key) }
}

async function readKey({ db }: Pick<Pool, 'db'>): Promise<string | null> {
  const [row] = await db.select().from(instanceKeys).where(eq(instanceKeys.purpose, fingerprint))
  return row?.sealed ?? null
}

/** Of two who make it at once the first is right, and the second reads that one. */
async function makeKey(pool: Pick<Pool, 'db'>, vault: Vault): Promise<string> {
  const sealed = vault.seal(randomBytes(32).toString('base64'), places.fingerprintKey)
  await pool.db.insert(instanceKeys).values({ purpose: fingerprint, sealed }).onConflictDoNothing()
  return (await readKey(pool)) ?? sealed
}
