import type { NodeState, Pool } from '@prikke/schema'
import { openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test, vi } from 'vitest'
import { keepNode } from './keep-node.ts'

const facts = { host: 'here', pid: 1, nodeVersion: '24.0.0', tzdata: '2026a', settings: [] }
const state = { isReady: true, reason: null, loops: [], slots: [], memoryBytes: 1 }

type Row = { id: string; state: NodeState; started_at: Date; silentMs: number }

const rowsOf = (pool: Pool) => pool.sql<Row[]>`
  select *, extract(epoch from clock_timestamp() - seen_at)::float8 * 1000 as "silentMs"
  from nodes order by started_at`

/** Looks again until the rows are as they are to be. */
const rowsWhen = (pool: Pool, areThere: (rows: readonly Row[]) => boolean) =>
  vi.waitFor(
    async () => {
      const rows = await rowsOf(pool)
      expect(areThere(rows)).toBe(true)
      return rows
    },
    { timeout: 20_000 },
  )

async function setUp() {
  const { pool } = await openDatabase()
  const failures: unknown[] = []
  const keep = () => {
    const node = keepNode(pool.sql, {
      app: 'executor',
      version: '0.1.0',
      facts,
      state: async () => state,
      onFailure: error => failures.push(error),
    })
    onTestFinished(() => node.leave())
    return node
  }
  return { pool, failures, keep }
}

test('a process writes itself down, tells how its clock differs, and takes its row when it leaves', async () => {
  const { pool, keep } = await setUp()
  const node = keep()
  const [row] = await rowsWhen(pool, rows => typeof rows[0]?.state.clockSkewMs === 'number')
  expect(row).toMatchObject({ id: node.id, app: 'executor', version: '0.1.0', facts, state })
  expect(row?.silentMs).toBeLessThan(5_000)
  // One machine, one clock.
  expect(Math.abs(row?.state.clockSkewMs ?? Number.NaN)).toBeLessThan(500)
  expect(row?.state.roundTripMs).toBeGreaterThan(0)
  await node.leave()
  expect(await rowsOf(pool)).toEqual([])
})

test('processes side by side have a row each', async () => {
  const { pool, keep } = await setUp()
  const ids = [keep(), keep(), keep()].map(({ id }) => id)
  const rows = await rowsWhen(pool, all => all.length === 3)
  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort())
})

test('one that was killed is forgotten an hour after it was heard of, and not before', async () => {
  const { pool, keep } = await setUp()
  const killed = (ago: string) => pool.sql`
    insert into nodes (id, app, version, started_at, seen_at, facts, state)
    values (uuidv7(), 'api', '0.1.0', now() - interval '2 hours', now() - ${ago}::interval,
      ${pool.sql.json(facts)}, ${pool.sql.json(state)})`
  await killed('61 minutes')
  await killed('59 minutes')
  const { id } = keep()
  const rows = await rowsWhen(pool, all => all.some(row => row.id === id))
  expect(rows.map(row => Math.round(row.silentMs / 60_000))).toEqual([59, 0])
})

test('a write that fails is told of once, and the process goes on and comes back', async () => {
  const { pool, failures, keep } = await setUp()
  await pool.sql`alter table nodes rename to away`
  const node = keep()
  await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 20_000 })
  await pool.sql`alter table away rename to nodes`
  await rowsWhen(pool, rows => rows.some(({ id }) => id === node.id))
  expect(failures).toHaveLength(1)
})
