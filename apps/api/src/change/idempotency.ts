import { createHash } from 'node:crypto'
import type { Database } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import type { Context } from 'hono'
import { callerOf } from '../client-address.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from '../route.ts'

export type KeyedRequest = {
  /** Of whose key it is, the route and the key. */
  hash: string
  /** Of what was asked: the path with its ids, the query and the body, to the byte. */
  asked: string
  organizationId: string | null
  userId: string | null
}

/** What is said again: sealed, for it may hold a key or a cookie. */
type KeptAnswer = Pick<KeyedRequest, 'asked'> & {
  status: number
  headers: Record<string, string>
  body: string
}

/** Those that a route sets. All others are of the request that is answered. */
const keptHeaders = ['content-type', 'etag', 'location', 'set-cookie']

/** A request that names itself, where its route lets it; null for any other. */
export async function keyedRequest(
  c: Context<AppEnv>,
  isTrustedProxy: (address: string) => boolean,
): Promise<KeyedRequest | null> {
  const key = c.req.header('idempotency-key')
  const { route, organization, signedIn } = c.var
  if (key === undefined || !route.takesKey) return null
  const whose = organization?.id ?? signedIn?.user.id ?? callerOf(c, isTrustedProxy)
  const body = route.hasBody ? await c.req.text() : ''
  const { pathname, search } = new URL(c.req.url)
  return {
    hash: hashOf([whose, route.method, route.path, key]),
    asked: hashOf([pathname, search, body]),
    organizationId: organization?.id ?? null,
    userId: signedIn?.user.id ?? null,
  }
}

/**
 * Takes a key for this transaction; what was answered before, if it was. Of requests with one key at
 * once, through any number of api processes, one holds the lock and the others are told so at once.
 * The row is looked for only then, by a statement of its own, which sees what the one before
 * committed; by the primary key. A transaction that ends, also because its process died, leaves the
 * lock and no row.
 * @throws Problem 409 while another holds it, 422 when it was used for another request.
 */
export async function takeKey(
  { sql }: Database,
  vault: Vault,
  { hash, asked }: KeyedRequest,
): Promise<Response | null> {
  const [lock] = await sql<[{ isOurs: boolean }]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${hash}`}, 0)) as "isOurs"`
  if (!lock.isOurs) throw inUse
  const [row] = await sql<{ sealed: string }[]>`
    select sealed from idempotency_keys where hash = ${hash} and ends_at > now()`
  if (row === undefined) return null
  const kept = opened(vault, hash, row.sealed)
  if (kept.asked !== asked) throw reused
  const { body, status } = kept
  const headers = { ...kept.headers, 'idempotency-replayed': 'true' }
  return new Response(body === '' ? null : body, { status, headers })
}

/** Keeps what a route answered for a day, in the transaction of what it did. */
export async function keepAnswer(
  { sql }: Database,
  vault: Vault,
  { hash, asked, ...keyed }: KeyedRequest,
  { made, userId = null }: { made: unknown; userId: string | null | undefined },
): Promise<void> {
  if (!(made instanceof Response))
    throw new Error('A route that takes a key answers in its change.')
  const headers = [...made.headers].filter(([name]) => keptHeaders.includes(name))
  const kept: KeptAnswer = {
    asked,
    status: made.status,
    headers: Object.fromEntries(headers),
    body: await made.clone().text(),
  }
  await sql`
    insert into idempotency_keys (hash, organization_id, user_id, sealed)
    values (${hash}, ${keyed.organizationId}, ${keyed.userId ?? userId},
      ${vault.seal(JSON.stringify(kept), placeOf(hash))})
    on conflict (hash) do update set organization_id = excluded.organization_id,
      user_id = excluded.user_id, sealed = excluded.sealed, ends_at = excluded.ends_at`
}

function opened(vault: Vault, hash: string, sealed: string): KeptAnswer {
  try {
    return JSON.parse(vault.open(sealed, placeOf(hash))) as KeptAnswer
  } catch {
    throw unreadable
  }
}

const placeOf = (hash: string) => ({ table: 'idempotency_keys', row: hash, purpose: 'answer' })

const hashOf = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

const inUse = new Problem({
  status: 409,
  code: 'idempotency_key_in_use',
  detail: 'A request with this Idempotency-Key is under way. Send it again in a moment.',
  headers: { 'retry-after': '1' },
})
const reused = new Problem({
  status: 422,
  code: 'idempotency_key_reused',
  detail: 'This Idempotency-Key was sent with another request. Each request has a key of its own.',
})
const unreadable = new Problem({
  status: 422,
  code: 'idempotency_key_reused',
  detail: 'This Idempotency-Key was used, and its answer can be read no more. Look what it did.',
})
