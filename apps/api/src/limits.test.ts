import { openDatabase, whileHeld } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { createLimits } from './limits.ts'

const login = ['login_to_account_at_address', '203.0.113.9 ann@example.com'] as const
const account = ['login_to_account', 'ann@example.com'] as const

async function open() {
  const { pool } = await openDatabase()
  const limits = createLimits(pool)
  const refusal = async (...asked: Parameters<typeof limits.take>) =>
    await limits.take(...asked).then(
      () => null,
      error => error,
    )
  const counts = async () =>
    (await pool.sql<{ count: number }[]>`select count from limit_counts order by count`).map(
      row => row.count,
    )
  return { pool, limits, refusal, counts }
}

describe('a limit', () => {
  test('lets through as many as it says and refuses the next, with when to come back', async () => {
    const { limits, refusal } = await open()
    for (let n = 0; n < 5; n++) await limits.take(login)
    const refused = await refusal(login)
    expect(refused).toMatchObject({ status: 429, code: 'rate_limited' })
    const { headers } = refused
    expect(headers).toMatchObject({
      'ratelimit-limit': '5',
      'ratelimit-remaining': '0',
      'ratelimit-policy': '5;w=900',
    })
    expect(headers['ratelimit-reset']).toBe(headers['retry-after'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(890)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900)
  })

  test('lets no more through however many come at once, from several processes', async () => {
    const { pool, limits } = await open()
    const processes = [limits, createLimits(pool)]
    await limits.take(login)
    // Each of these has read the same count before any of them adds to it.
    const asked = await whileHeld(
      pool,
      sql => sql`select from limit_counts for update`,
      () => [0, 1, 0, 1, 0, 1].map(n => (processes[n] as typeof limits).allows(login)),
    )
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(4)
  })

  test('holds each subject for itself', async () => {
    const { limits, refusal } = await open()
    for (let n = 0; n < 5; n++) await limits.take(login)
    expect(await refusal(['login_to_account_at_address', '203.0.113.9 bob@example.com'])).toBeNull()
    expect(await refusal(['login_to_account_at_address', '203.0.113.8 ann@example.com'])).toBeNull()
  })

  test('begins anew once its span is over, by the clock of the database', async () => {
    const { pool, limits, refusal, counts } = await open()
    for (let n = 0; n < 5; n++) await limits.take(login)
    await pool.sql`update limit_counts set ends_at = now() - interval '1 second'`
    expect(await refusal(login)).toBeNull()
    expect(await counts()).toEqual([1])
  })

  test('that is spent stops the others from counting: a refused guess locks nobody out', async () => {
    const { limits, refusal, counts } = await open()
    for (let n = 0; n < 5; n++) await limits.take(login, account)
    for (let n = 0; n < 40; n++) expect((await refusal(login, account)).status).toBe(429)
    expect(await counts()).toEqual([5, 5])
    expect(await refusal(['login_to_account_at_address', 'elsewhere ann'], account)).toBeNull()
  })

  test('is forgotten where it was asked to be', async () => {
    const { limits, refusal, counts } = await open()
    for (let n = 0; n < 5; n++) await limits.take(login, account)
    await limits.forget(login)
    expect(await counts()).toEqual([5])
    expect(await refusal(login)).toBeNull()
  })
})

test('two limits asked for in any order at once do not wait for one another', async () => {
  const { pool, limits, refusal } = await open()
  await limits.take(login, account)
  const asked = await whileHeld(
    pool,
    sql => sql`select from limit_counts for update`,
    () => [
      refusal(login, account),
      refusal(account, login),
      refusal(login, account),
      refusal(account, login),
    ],
  )
  expect(await Promise.all(asked)).toEqual([null, null, null, null])
})

test('what is kept tells of nobody', async () => {
  const { pool, limits } = await open()
  await limits.take(login)
  const [row] = await pool.sql`select * from limit_counts`
  expect(JSON.stringify(row)).not.toMatch(/ann|example|203/)
})
