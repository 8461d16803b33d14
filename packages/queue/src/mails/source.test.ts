import type { Pool } from '@prikke/schema'
import { openDatabase } from '@prikke/schema/test'
import { describe, expect, test } from 'vitest'
import { enqueueMail, enqueueOperatorMails, type NewMail } from './enqueue.ts'
import { mailSource } from './source.ts'

/** Writes mails as the api does; the ids are the server's. */
async function storeMails(pool: Pool, count: number, values: Partial<NewMail> = {}) {
  const rows = await pool.sql<{ id: string }[]>`
    select uuidv7() as id from generate_series(1, ${count}::int)`
  for (const { id } of rows) {
    await enqueueMail(pool, {
      id,
      kind: 'sign_in',
      recipient: 'ada@example.com',
      sealed: 'v1.sealed',
      livesMs: 900_000,
      ...values,
    })
  }
  return rows.map(({ id }) => id)
}

const readMail = async ({ sql }: Pool, id: string) =>
  (
    await sql`select status, attempt, worker, sealed, status_code as "statusCode", answer,
      settled_at is not null as "isSettled", ready_at <= clock_timestamp() as "isDue"
      from mails where id = ${id}`
  )[0]

const at = { startedAt: 0, endedAt: 1 }
const sent = { kind: 'sent' as const, statusCode: 250, answer: '250 queued' }

describe('mails', () => {
  test('go to workers in disjoint sets, however many claim at once', async () => {
    const { pool } = await openDatabase()
    const ids = await storeMails(pool, 40)
    const workers = Array.from({ length: 8 }, (_, n) => mailSource(pool, `worker-${n}`))
    const claims = await Promise.all(workers.map(worker => worker.claim(10)))
    const claimed = claims.flatMap(({ items }) => items)
    expect(claimed.map(({ id }) => id).sort()).toEqual([...ids].sort())
    expect(claimed[0]).toMatchObject({ kind: 'sign_in', attempt: 1, sealed: 'v1.sealed' })
    const { items, nextInMs } = await mailSource(pool, 'late').claim(10)
    expect(items).toEqual([])
    expect(nextInMs).toBeGreaterThan(80_000)
  })

  test('that another worker is claiming just now are passed over, and not waited for', async () => {
    const { pool } = await openDatabase()
    const [first, ...others] = await storeMails(pool, 3)
    await pool.sql.begin(async claiming => {
      await claiming`select from mails where id = ${first ?? ''} for update`
      const { items } = await mailSource(pool, 'one').claim(10)
      expect(items.map(({ id }) => id)).toEqual(others)
    })
  })

  test('that are sent keep the answer, and nothing of what they said', async () => {
    const { pool } = await openDatabase()
    const [id = ''] = await storeMails(pool, 1)
    const source = mailSource(pool, 'one')
    const { items } = await source.claim(5)
    await source.settle(items.map(item => ({ item, outcome: sent, ...at })))
    expect(await readMail(pool, id)).toMatchObject({
      status: 'sent',
      worker: 'one',
      sealed: null,
      statusCode: 250,
      answer: '250 queued',
      isSettled: true,
    })
  })

  test('that need no seal carry what they say until they are sent', async () => {
    const { pool } = await openDatabase()
    await pool.sql`insert into users (email, name, is_operator) values ('op@example.com', 'x', true)`
    const content = {
      kind: 'tier_changed',
      organization: 'Acme',
      slug: 'acme',
      tier: 'pro',
      by: 'ada@example.com',
    } as const
    await enqueueOperatorMails(pool, content)
    const source = mailSource(pool, 'one')
    const { items } = await source.claim(5)
    expect(items).toMatchObject([{ recipient: 'op@example.com', sealed: null, content }])
    await source.settle(items.map(item => ({ item, outcome: sent, ...at })))
    expect(await pool.sql`select status, content from mails`).toEqual([
      { status: 'sent', content: null },
    ])
  })

  test('that are to be tried again keep what they say and wait', async () => {
    const { pool } = await openDatabase()
    const [id = ''] = await storeMails(pool, 1)
    const source = mailSource(pool, 'one')
    const { items } = await source.claim(5)
    const outcome = { kind: 'retry' as const, statusCode: 421, answer: 'busy', delayMs: 60_000 }
    await source.settle(items.map(item => ({ item, outcome, ...at })))
    expect(await readMail(pool, id)).toMatchObject({
      status: 'pending',
      worker: null,
      sealed: 'v1.sealed',
      isDue: false,
    })
    expect((await source.claim(5)).items).toEqual([])
  })

  test('of a worker that lost its lease are settled by the next one alone', async () => {
    const { pool } = await openDatabase()
    const [id = ''] = await storeMails(pool, 1)
    const [first, second] = [mailSource(pool, 'first'), mailSource(pool, 'second')]
    const late = (await first.claim(1)).items
    await pool.sql`update mails set ready_at = date_trunc('milliseconds', now())`
    const taken = (await second.claim(1)).items
    expect(taken.map(mail => [mail.id, mail.attempt])).toEqual([[id, 2]])
    const refused = { kind: 'dead' as const, statusCode: 550, answer: 'no such box' }
    await first.settle(late.map(item => ({ item, outcome: refused, ...at })))
    expect(await readMail(pool, id)).toMatchObject({ status: 'pending', worker: 'second' })
    await second.settle(taken.map(item => ({ item, outcome: sent, ...at })))
    expect(await readMail(pool, id)).toMatchObject({ status: 'sent', worker: 'second', attempt: 2 })
  })

  test('whose link has ended are not sent any more', async () => {
    const { pool } = await openDatabase()
    await storeMails(pool, 1)
    await pool.sql`update mails set expires_at = now() - interval '1 second'`
    const source = mailSource(pool, 'one')
    const { items } = await source.claim(1)
    expect(items.map(source.foregone)).toEqual([
      { kind: 'dead', statusCode: null, answer: 'Not sent: its link had ended by then.' },
    ])
    const [lasting] = await storeMails(pool, 1, { kind: 'email_changed', livesMs: null })
    const claimed = (await source.claim(1)).items
    expect(claimed.map(mail => [mail.id, source.foregone(mail)])).toEqual([[lasting, null]])
  })

  test('that are withheld are written and never claimed', async () => {
    const { pool } = await openDatabase()
    const [id = ''] = await storeMails(pool, 1, { withheldBecause: 'nobody is there' })
    expect((await mailSource(pool, 'one').claim(5)).items).toEqual([])
    expect(await readMail(pool, id)).toMatchObject({
      status: 'dead',
      sealed: null,
      answer: 'nobody is there',
    })
  })
})
