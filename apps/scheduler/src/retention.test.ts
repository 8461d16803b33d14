import { makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { removeOldRows } from './retention.ts'

test('retention removes invites 30 days after they were answered, revoked or ended', async () => {
  const { pool } = await openDatabase()
  const { sql } = pool
  const organizationId = await makeOrganization(pool)
  const long = sql`now() - interval '31 days'`
  const short = sql`now() - interval '29 days'`
  const none = sql`null`
  for (const [name, ends, accepted, declined, revoked] of [
    ['ended', long, none, none, none],
    ['accepted', short, long, none, none],
    ['declined', short, none, long, none],
    ['revoked', short, none, none, long],
    ['just ended', short, none, none, none],
    ['just accepted', long, short, none, none],
    ['open', sql`now() + interval '1 day'`, none, none, none],
  ] as const) {
    await sql`insert into invites (organization_id, email, role, token_hash, expires_at, accepted_at,
        declined_at, revoked_at)
      values (${organizationId}, ${`${name}@b.cc`}, 'member',
        encode(sha256(${name}::text::bytea), 'hex'), ${ends}, ${accepted}, ${declined}, ${revoked})`
  }
  await removeOldRows(pool, 1)
  const left = await sql`select email from invites order by id`
  expect(left.map(row => row.email)).toEqual(
    ['just ended', 'just accepted', 'open'].map(name => `${name}@b.cc`),
  )
})
