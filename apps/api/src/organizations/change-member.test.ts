import type { Database, Pool } from '@prikke/schema'
import { expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { changeRole, removeMember } from './change-member.ts'

async function setUp() {
  const api = await openApi()
  const { organization, user } = await api.person()
  const organizationId = organization.id
  const other = await makeMember(api, organizationId, 'owner')
  const callerOf = (userId: string) => ({ organizationId, userId })
  return { pool: api.pool, one: callerOf(user.id), two: callerOf(other.id) }
}

/** Does the second thing while the first is done and not committed yet. */
async function atOnce(
  pool: Pool,
  first: (tx: Database) => Promise<unknown>,
  second: (tx: Database) => Promise<unknown>,
) {
  const [done, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const earlier = pool.transaction(async tx => {
    await first(tx)
    done.resolve()
    await commit.promise
  })
  await done.promise
  const later = pool.transaction(second).then(
    () => null,
    (error: { code: string }) => error.code,
  )
  const waiting = () => pool.sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting()).length).toBe(1)
  commit.resolve()
  await earlier
  return await later
}

const owners = async ({ sql }: Pool) => (await sql`select from members where role = 'owner'`).length

test('an owner who leaves waits for another who is just leaving, and then stays', async () => {
  const { pool, one, two } = await setUp()
  const code = await atOnce(
    pool,
    tx => removeMember(tx, one, one.userId),
    tx => removeMember(tx, two, two.userId),
  )
  expect([code, await owners(pool)]).toEqual(['last_owner', 1])
})

test('an owner who is just being lowered lowers nobody any more', async () => {
  const { pool, one, two } = await setUp()
  const code = await atOnce(
    pool,
    tx => changeRole(tx, one, two.userId, 'admin'),
    tx => changeRole(tx, two, one.userId, 'admin'),
  )
  expect([code, await owners(pool)]).toEqual(['forbidden', 1])
})

test('who is just being removed changes nothing any more', async () => {
  const { pool, one, two } = await setUp()
  const code = await atOnce(
    pool,
    tx => removeMember(tx, one, two.userId),
    tx => changeRole(tx, two, one.userId, 'member'),
  )
  expect([code, await owners(pool)]).toEqual(['not_found', 1])
})
