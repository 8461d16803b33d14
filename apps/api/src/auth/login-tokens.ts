import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Database, loginTokens, Sql } from '@prikke/schema'
import type { Vault } from '@prikke/vault'
import { Problem } from '../problem.ts'

type Row = typeof loginTokens.$inferSelect
export type Purpose = Row['purpose']

/** How long what was mailed is good. The table's default says the same. */
export const tokenLivesMs = 15 * 60_000
const mostWrongCodes = 5

/** What somebody proved by bringing back what was mailed to an address. */
export type Proof = Pick<Row, 'email' | 'userId' | 'registration'>

type NewToken = Pick<Row, 'id' | 'purpose' | 'email'> &
  Partial<Pick<Row, 'userId' | 'registration'>>

/** Writes a token for an address; only hashes of it and of its code are kept. */
export async function writeToken(
  { sql }: Database,
  vault: Vault,
  { id, purpose, email, userId = null, registration = null }: NewToken,
): Promise<{ token: string; code: string }> {
  const token = randomBytes(32).toString('base64url')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const codeHash = purpose === 'sign_in' || purpose === 'confirm' ? hashCode(vault, id, code) : null
  await sql`
    insert into login_tokens (id, purpose, email, user_id, registration, token_hash, code_hash)
    values (${id}, ${purpose}, ${email}, ${userId}, ${registration === null ? null : sql.json(registration)},
      ${hash(token)}, ${codeHash})`
  return { token, code }
}

/**
 * Takes the token of a link, once: of any number who bring it at the same time the condition lets
 * one through, for each waits for the row of the one before. By the unique index on token_hash.
 * @throws Problem 410 when it was used, has ended, or never was.
 */
export async function takeToken(
  { sql }: Database,
  token: string,
  purposes: readonly Purpose[],
): Promise<Proof> {
  const tokenHash = hash(token)
  const [taken] = await sql<Proof[]>`
    update login_tokens set used_at = clock_timestamp()
    where token_hash = ${tokenHash} and purpose = any(${[...purposes]}::text[]) and ${stillGood(sql)}
    returning email, user_id as "userId", registration`
  if (taken !== undefined) return taken
  const [known] = await sql<{ isUsed: boolean }[]>`
    select used_at is not null as "isUsed" from login_tokens where token_hash = ${tokenHash}`
  throw known?.isUsed ? linkUsed : linkExpired
}

/**
 * Takes the code of the newest mail to an address, or counts a wrong one; null then. Both are one
 * update of that row, so of many guesses at once five are judged and the rest find it void. The
 * newest is found by login_tokens_email. For an address without any, the same is done in vain.
 */
export async function takeCode(
  { sql }: Database,
  vault: Vault,
  { email, code }: { email: string; code: string },
): Promise<Proof | null> {
  const [newest = nobodys] = await sql<{ id: string; codeHash: string }[]>`
    select id, code_hash as "codeHash" from login_tokens
    where email = ${email} and code_hash is not null order by id desc limit 1`
  const given = Buffer.from(hashCode(vault, newest.id, code), 'hex')
  const isRight = timingSafeEqual(given, Buffer.from(newest.codeHash, 'hex'))
  const [taken] = await sql<Proof[]>`
    update login_tokens set
      used_at = case when ${isRight}::bool then clock_timestamp() end,
      wrong_code_count = wrong_code_count + case when ${isRight}::bool then 0 else 1 end
    where id = ${newest.id} and ${stillGood(sql)}
    returning email, user_id as "userId", registration`
  return isRight ? (taken ?? null) : null
}

/**
 * Makes void what would still get into an account or change it: all that was mailed to its address,
 * and the links that would give it another one. By login_tokens_email and login_tokens_user.
 */
export async function voidTokens(
  { sql }: Database,
  { id, email }: { id: string; email: string },
): Promise<void> {
  await sql`
    delete from login_tokens where (email = ${email} or user_id = ${id}) and used_at is null`
}

const stillGood = (sql: Sql) => sql`
  used_at is null and expires_at > clock_timestamp() and wrong_code_count < ${mostWrongCodes}`

const nobodys = { id: '00000000-0000-0000-0000-000000000000', codeHash: '0'.repeat(64) }

const hash = (token: string) => createHash('sha256').update(token).digest('hex')

const hashCode = (vault: Vault, row: string, code: string) =>
  vault.fingerprint(code, { table: 'login_tokens', row, purpose: 'code' })

const linkUsed = new Problem({
  status: 410,
  code: 'link_used',
  detail: 'This link has been used. Ask for a new one.',
})
export const linkExpired = new Problem({
  status: 410,
  code: 'link_expired',
  detail: 'This link is no longer valid. Ask for a new one.',
})
