import type { Pool } from '@prikke/schema'

export type Callers = {
  /** The headers of a key with every scope, of one that may not read, and of a session. */
  key: Record<string, string>
  triggerKey: Record<string, string>
  session: Record<string, string>
}

/**
 * Makes API keys of every organization there is, and an account that is in the one of `jobId`. Two
 * of the keys and the account's session are told.
 */
export async function makeCallers(
  { sql }: Pool,
  { apiUrl, jobId, keyCount }: { apiUrl: string; jobId: string; keyCount: number },
): Promise<Callers> {
  const origin = new URL(apiUrl).origin
  const account = { email: 'reader@example.com', password: 'a long passphrase' }
  const answer = await fetch(`${apiUrl}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(account),
  })
  if (answer.status !== 201) throw new Error(`No account was made: ${answer.status}`)
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  await sql`
    update members set organization_id = (select organization_id from jobs where id = ${jobId})`
  // The first two are of that organization; the second may not read.
  const rows = await sql<{ key: string }[]>`
    with numbered as (
      select id, row_number() over (order by id <> (select organization_id from members)) - 1 as n,
        count(*) over () as count
      from organizations
    ), made as (
      select i, 'pk_live_' || substr(md5(i::text), 1, 24) as key_id,
        'sk_live_' || substr(encode(sha256(i::text::bytea), 'hex'), 1, 43) as secret
      from generate_series(0, ${keyCount - 1}::int) i
    ), inserted as (
      insert into api_keys (organization_id, key_id, name, secret_hash, scopes)
      select o.id, key_id, 'Key ' || i, encode(sha256(secret::bytea), 'hex'),
        case when i = 1 then array['trigger'] else array['read', 'write', 'trigger'] end
      from made join numbered o on o.n = case when i < 2 then 0 else i % o.count end
    )
    select key_id || '.' || secret as key from made where i < 2 order by i`
  await sql`vacuum analyze api_keys`
  const bearer = (n: number) => ({ authorization: `Bearer ${rows[n]?.key}` })
  return { key: bearer(0), triggerKey: bearer(1), session: { cookie } }
}
