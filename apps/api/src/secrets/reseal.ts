import type { Pool } from '@prikke/schema'
import { places, SealError, type Vault } from '@prikke/vault'
import { alertUrls } from '../channels/alert-urls.ts'
import { channelUrls } from '../channels/channel-urls.ts'
import { ownHeaders } from '../executions/own-headers.ts'
import { secretHeaders } from '../jobs/secret-headers.ts'
import { openVault } from './open-vault.ts'
import type { SealedKind, Unsealed } from './sealed-kind.ts'
import { signingSecrets } from './signing-secrets.ts'
import { waitingMails } from './waiting-mails.ts'

export type Unopened = { what: string; id: string; isKeyMissing: boolean }
export type Resealed = {
  /** How many of each kind were sealed anew. */
  counts: Map<string, number>
  /** What did not open, and stays as it is. */
  unopened: Unopened[]
}

const pageSize = 500
const atOnce = 8
const firstId = '00000000-0000-0000-0000-000000000000'
/** Each pass finds what was written under an old key during the one before: by processes that have no other. */
const mostPasses = 5

/**
 * Seals everything under the first of the keys, what lies in clear too, while all processes work:
 * row by row and by compare-and-set, so it can be run at any time, again, and twice at once. The
 * fingerprint key comes last: while it is under an old key, something else may be.
 */
export async function reseal(
  pool: Pool,
  secretKeys: readonly [Buffer, ...Buffer[]],
): Promise<({ ok: true } & Resealed) | { ok: false; problem: string }> {
  const opened = await openVault(pool, secretKeys)
  if (!opened.ok) return opened
  const { vault } = opened
  const counts = new Map<string, number>()
  let unopened: Unopened[] = []
  for (let pass = 1; pass <= mostPasses; pass++) {
    const found: Unopened[] = []
    let changedCount = 0
    for (const kind of kindsOf(pool, vault)) {
      const walked = await walk(kind)
      found.push(...walked.unopened)
      changedCount += walked.triedCount - walked.unopened.length
      counts.set(kind.what, (counts.get(kind.what) ?? 0) + walked.resealedCount)
    }
    unopened = found
    if (changedCount === 0) break
  }
  if (!unopened.some(({ isKeyMissing }) => isKeyMissing)) await resealFingerprintKey(pool, vault)
  return { ok: true, counts, unopened }
}

const kindsOf = ({ sql }: Pool, vault: Vault): SealedKind[] => [
  signingSecrets(sql, vault, 'signing_secret'),
  signingSecrets(sql, vault, 'previous_signing_secret'),
  secretHeaders(sql, vault),
  ownHeaders(sql, vault),
  channelUrls(sql, vault),
  alertUrls(sql, vault),
  waitingMails(sql, vault),
]

async function walk({ what, find }: SealedKind) {
  const unopened: Unopened[] = []
  let triedCount = 0
  let resealedCount = 0
  const resealOne = async ({ id, reseal }: Unsealed) => {
    triedCount++
    try {
      if (await reseal()) resealedCount++
    } catch (error) {
      if (!(error instanceof SealError)) throw error
      unopened.push({ what, id, isKeyMissing: error.isKeyMissing })
    }
  }
  for (let page = await find(firstId, pageSize); page.length > 0; ) {
    const last = page.at(-1)?.id ?? firstId
    while (page.length > 0) await Promise.all(page.splice(0, atOnce).map(resealOne))
    page = await find(last, pageSize)
  }
  return { unopened, triedCount, resealedCount }
}

/** Races with nothing that matters: who runs this twice at once seals the same key under the same one. */
async function resealFingerprintKey({ sql }: Pool, vault: Vault): Promise<void> {
  const [row] = await sql<{ sealed: string }[]>`
    select sealed from instance_keys where purpose = 'fingerprint'`
  if (row === undefined || row.sealed.startsWith(vault.newestPrefix)) return
  const anew = vault.seal(vault.open(row.sealed, places.fingerprintKey), places.fingerprintKey)
  await sql`
    update instance_keys set sealed = ${anew}
    where purpose = 'fingerprint' and sealed = ${row.sealed}`
}
