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

test('retention removes what was done 13 months ago, and answers that were kept for a day', async () => {
  const { pool } = await openDatabase()
  const { sql } = pool
  await sql`insert into audit_events (id, actor_type, action, subject_type, subject_name)
    select uuidv7(-age), 'system', 'job.created', 'job', age::text
    from unnest(array['13 months 1 day', '12 months 28 days', '1 minute']::interval[]) age`
  await sql`insert into idempotency_keys (hash, sealed, ends_at)
    select encode(sha256(n::text::bytea), 'hex'), n, now() + n * interval '1 minute'
    from unnest(array[-1, 1]) n`
  await removeOldRows(pool, 1)
  const left = await sql`select subject_name as age from audit_events order by id`
  expect(left.map(row => row.age)).toEqual(['1 year 28 days', '00:01:00'])
  expect(await sql`select sealed from idempotency_keys`).toEqual([{ sealed: '1' }])
})
