import type { Pool } from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { expect, test } from 'vitest'
import { runNow, triggerJob } from '../executions/manual.ts'
import { tellAnew } from './tell-anew.ts'

async function setUp({ planLimits = true } = {}) {
  const { pool } = await openDatabase({ planLimits })
  const organizationId = await makeOrganization(pool)
  for (const [email, role] of [
    ['one@example.com', 'owner'],
    ['two@example.com', 'owner'],
    ['admin@example.com', 'admin'],
  ] as const) {
    await pool.sql`
      with u as (insert into users (email, name) values (${email}, 'x') returning id)
      insert into members (organization_id, user_id, role) select ${organizationId}, id, ${role} from u`
  }
  const jobId = await makeJob(pool, organizationId)
  const run = (count: number) =>
    runNow(
      pool,
      'manual',
      Array.from({ length: count }, () => ({ jobId, replayOf: null })),
    )
  return { pool, organizationId, jobId, run }
}

const told = async ({ sql }: Pool) =>
  (
    await sql<{ recipient: string; percent: number }[]>`
      select recipient, (content->>'percent')::int as percent from mails
      where kind = 'usage' order by id, recipient`
  ).map(({ recipient, percent }) => `${recipient.split('@')[0]} ${percent}`)

test('owners are told at 80 % and at 100 %, once each, with the execution that reaches it', async () => {
  const { pool, run } = await setUp()
  await run(3_999)
  expect(await told(pool)).toEqual([])
  await run(1)
  expect((await told(pool)).sort()).toEqual(['one 80', 'two 80'])
  await run(999)
  expect(await told(pool)).toHaveLength(2)
  await run(5)
  expect((await told(pool)).sort()).toEqual(['one 100', 'one 80', 'two 100', 'two 80'])
  await run(5)
  expect(await told(pool)).toHaveLength(4)
  const [mail] = await pool.sql`select content, status, sealed, ready_at <= clock_timestamp() as due
    from mails where recipient = 'one@example.com' order by id limit 1`
  expect(mail).toMatchObject({
    content: {
      kind: 'usage',
      percent: 80,
      limit: 5_000,
      month: new Date().toISOString().slice(0, 7),
    },
    status: 'pending',
    sealed: null,
    due: true,
  })
})

test('who reaches both at once is told of the second, and nobody twice when many do', async () => {
  const { pool, run } = await setUp()
  await Promise.all(Array.from({ length: 6 }, () => run(1_000)))
  expect((await told(pool)).filter(mail => mail.endsWith('100')).sort()).toEqual([
    'one 100',
    'two 100',
  ])
  const { pool: other, run: runAll } = await setUp()
  await runAll(6_000)
  expect((await told(other)).sort()).toEqual(['one 100', 'two 100'])
})

test('nothing is told of what is rolled back, and of nothing where no limits hold', async () => {
  const { pool, jobId, run } = await setUp()
  await run(3_999)
  const undone = pool.transaction(async tx => {
    await triggerJob(tx, jobId)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await told(pool)).toEqual([])
  const { pool: unlimited, run: runFreely } = await setUp({ planLimits: false })
  await runFreely(6_000)
  expect(await told(unlimited)).toEqual([])
})

test('with another tier owners are told of its own limit', async () => {
  const { pool, organizationId, run } = await setUp()
  await run(4_000)
  await pool.sql`update organizations set tier = 'pro' where id = ${organizationId}`
  await tellAnew(pool.sql, organizationId)
  await run(2_000)
  expect(await told(pool)).toHaveLength(2)
  await pool.sql`update organizations set tier = 'free' where id = ${organizationId}`
  await tellAnew(pool.sql, organizationId)
  await run(1)
  expect((await told(pool)).sort()).toEqual(['one 100', 'one 80', 'two 100', 'two 80'])
})
