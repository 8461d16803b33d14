import type { NodeState, Pool } from '@prikke/schema'
import { openDatabase } from '@prikke/schema/test'
import { until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { keepNode } from './keep-node.ts'

const facts = { host: 'here', pid: 1, nodeVersion: '24.0.0', tzdata: '2026a', settings: [] }
const state = { isReady: true, reason: null, loops: [], slots: [], memoryBytes: 1 }

type Row = { id: string; state: NodeState; started_at: Date; silentMs: number }

const rowsOf = (pool: Pool) => pool.sql<Row[]>`
  select *, extract(epoch from clock_timestamp() - seen_at)::float8 * 1000 as "silentMs"
  from nodes order by started_at`

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
  const [row] = await until(async () => {
    const rows = await rowsOf(pool)
    return rows[0]?.state.clockSkewMs != null && rows
  }, 'the row that tells of the clocks')
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
  await until(async () => (await rowsOf(pool)).length === 3, 'all of them')
  expect((await rowsOf(pool)).map(({ id }) => id).sort()).toEqual(ids.sort())
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
  await until(async () => (await rowsOf(pool)).some(row => row.id === id), 'the new row')
  expect((await rowsOf(pool)).map(row => Math.round(row.silentMs / 60_000))).toEqual([59, 0])
})

test('a write that fails is told of once, and the process goes on and comes back', async () => {
  const { pool, failures, keep } = await setUp()
  await pool.sql`alter table nodes rename to away`
  const node = keep()
  await until(() => failures.length > 0, 'the failure')
  await pool.sql`alter table away rename to nodes`
  await until(async () => (await rowsOf(pool)).some(({ id }) => id === node.id), 'the row')
  expect(failures).toHaveLength(1)
})
