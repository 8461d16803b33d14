import { expect, test } from 'vitest'
import { openDatabase } from '../test/database.ts'
import { organizations } from './index.ts'

test('a transaction serves drizzle and tagged SQL on one connection, Dates and JSON whole', async () => {
  const { pool } = await openDatabase()
  const at = new Date('2026-11-21T14:05:00.123Z')
  await pool.transaction(async ({ sql, db }) => {
    const [made] = await db
      .insert(organizations)
      .values({ slug: 'acme', name: 'Acme', signingSecret: 'whsec_x', createdAt: at })
      .returning()
    expect(made?.createdAt).toEqual(at)
    const [row] =
      await sql`select created_at, ${sql.json({ a: 1 })} as json, ${at}::timestamptz as back
      from organizations where slug = 'acme'`
    expect(row).toEqual({ created_at: at, json: { a: 1 }, back: at })
  })
  const [outside] = await pool.sql`select created_at from organizations`
  expect(outside?.created_at).toEqual(at)
})

test('both halves of the executions read as one view', async () => {
  const { pool } = await openDatabase()
  expect(await pool.sql`select * from executions`).toEqual([])
})
