import { performance } from 'node:perf_hooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createDatabase } from '../test/database.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { connect } from './connect.ts'

/** The server ends a statement after this; the client 2 s later, when it hears nothing. */
const statementMs = 200
const boundMs = statementMs + 2_000
/** What a loaded machine may add. */
const slackMs = 1_500
const directions = ['to-server', 'to-client', 'both'] as const

async function setUp(max = 2) {
  const { url, drop } = await createDatabase()
  const proxy = await startTcpProxy(url)
  const pool = connect(proxy.url, { applicationName: 'test', max, statementMs })
  const admin = connect(url, { applicationName: 'admin', max: 1 })
  await admin.sql`create table marks (mark text)`
  onTestFinished(async () => {
    await Promise.all([pool.close(), admin.close()])
    await proxy.close()
    await drop()
  })
  const marks = async () => (await admin.sql`select mark from marks`).map(row => row.mark as string)
  const endSession = (pid: number) => admin.sql`select pg_terminate_backend(${pid}, 5000)`
  return { proxy, pool, admin, marks, endSession }
}

const pidOf = async (sql: ReturnType<typeof connect>['sql']) =>
  ((await sql`select pg_backend_pid() as pid`)[0]?.pid ?? 0) as number

async function msUntil(promise: Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await promise
  return performance.now() - startedAt
}

describe('a black hole', () => {
  test.each(directions)(
    '%s: a statement ends in bounded time, and the next has a new connection',
    async direction => {
      const { proxy, pool } = await setUp()
      const idle = await Promise.all([1, 2].map(() => pool.sql`select pg_sleep(0.05)`))
      expect(idle).toHaveLength(2)
      proxy.mode({ kind: 'blackhole', direction })
      const refused = expect(pool.sql`select 1`).rejects.toMatchObject({
        code: 'CONNECTION_UNANSWERED',
      })
      expect(await msUntil(refused)).toBeLessThan(boundMs + slackMs)
      proxy.mode({ kind: 'pass' })
      // The other idle one went the same way: it is not waited for in its turn.
      const [row] = await pool.sql`select 1 as one`
      expect(row).toEqual({ one: 1 })
      expect(await msUntil(Promise.all([1, 2, 3].map(() => pidOf(pool.sql))))).toBeLessThan(boundMs)
      await expect.poll(() => proxy.connectionCount(), { timeout: 5_000 }).toBeLessThanOrEqual(2)
    },
  )

  test.each(directions)(
    '%s, in a transaction: it ends, nothing of it stays, and its locks are let go',
    async direction => {
      const { proxy, pool, marks, admin } = await setUp()
      await admin.sql`insert into marks values ('before')`
      const refused = expect(
        pool.transaction(async ({ sql }) => {
          await sql`update marks set mark = 'lost'`
          proxy.mode({ kind: 'blackhole', direction })
          await sql`insert into marks values ('never')`
        }),
      ).rejects.toMatchObject({
        // The server may be heard to end it first.
        code: expect.stringMatching(/^CONNECTION_(UNANSWERED|CLOSED)$/),
      })
      expect(await msUntil(refused)).toBeLessThan(boundMs + slackMs)
      proxy.mode({ kind: 'pass' })
      await pool.sql`update marks set mark = 'after'`
      expect(await marks()).toEqual(['after'])
    },
  )

  test('before anything is connected: each of many waiting statements ends', async () => {
    const { proxy, pool } = await setUp()
    proxy.mode({ kind: 'blackhole', direction: 'both' })
    const codes = Promise.all(
      Array.from({ length: 6 }, () =>
        pool.sql`select 1`.catch((error: { code: string }) => error.code),
      ),
    )
    expect(await msUntil(codes)).toBeLessThan(5_000 + slackMs)
    expect(await codes).toEqual([
      'CONNECT_TIMEOUT',
      'CONNECT_TIMEOUT',
      ...Array.from({ length: 4 }, () => 'CONNECTION_BUSY'),
    ])
    proxy.mode({ kind: 'pass' })
    expect(await pool.sql`select 1 as one`).toMatchObject([{ one: 1 }])
  }, 15_000)
})

describe('a connection that is lost in a transaction', () => {
  test('between two statements: the rest is refused, and never runs on another connection', async () => {
    const { pool, marks, endSession } = await setUp(1)
    const later = Promise.withResolvers<void>()
    const seen: unknown[] = []
    const lost = pool.transaction(async ({ sql }) => {
      await sql`insert into marks values ('first')`
      await endSession(await pidOf(sql as typeof pool.sql))
      await later.promise
      seen.push(
        await sql`insert into marks values ('stray')`.catch((error: Error) => error.message),
      )
    })
    await expect(lost).rejects.toThrow('CONNECTION_CLOSED')
    await pool.transaction(async ({ sql }) => {
      await sql`insert into marks values ('other')`
      later.resolve()
      await expect.poll(() => seen.length, { timeout: 5_000 }).toBe(1)
    })
    expect(seen).toEqual([expect.stringContaining('CONNECTION_CLOSED')])
    expect(await marks()).toEqual(['other'])
  })

  test('in a statement: it rejects, and the connections after it are whole', async () => {
    const { proxy, pool, marks } = await setUp(1)
    for (let n = 0; n < 3; n++) {
      const lost = pool.transaction(async ({ sql }) => {
        await sql`insert into marks values ('lost')`
        const asleep = sql`select pg_sleep(0.15)`
        setImmediate(() => proxy.mode({ kind: 'reset' }))
        await asleep
      })
      await expect(lost).rejects.toMatchObject({ code: 'ECONNRESET' })
      proxy.mode({ kind: 'pass' })
      const answers = await Promise.all([1, 2, 3].map(i => pool.sql`select ${i}::int as i`))
      expect(answers.map(([row]) => row?.i)).toEqual([1, 2, 3])
    }
    expect(await marks()).toEqual([])
  })
})

test('a connection may be idle for longer than a statement may take', async () => {
  const { pool, admin } = await setUp(1)
  const pid = await pidOf(pool.sql)
  await admin.sql`select pg_sleep(${(boundMs + 300) / 1_000})`
  expect(await pidOf(pool.sql)).toBe(pid)
})
