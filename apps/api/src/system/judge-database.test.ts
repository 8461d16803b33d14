import { expect, test } from 'vitest'
import { levelOf } from './check.ts'
import { judgeDatabase } from './judge-database.ts'

type Found = Parameters<typeof judgeDatabase>[0]

const habits = { fsync: true, fullPageWrites: true, synchronousCommit: 'on', autovacuum: true }
const sessions = { used: 20, most: 100, byApplication: [], oldestTransactionMs: 5 }
const table = { name: 'jobs', partitions: 0, totalBytes: 1, indexBytes: 1, vacuumedAt: null }
const well: Found = { migrations: { applied: 14, known: 14 }, sessions, tables: [], habits }

test('of a database that is well nothing is to be looked at', () => {
  expect(levelOf(judgeDatabase(well))).toBe('ok')
})

test.each([
  ['migrations that wait', { migrations: { applied: 13, known: 14 } }, 'migrations', 'bad'],
  ['a newer database', { migrations: { applied: 15, known: 14 } }, 'migrations', 'warn'],
  ['fsync off', { habits: { ...habits, fsync: false } }, 'durability', 'bad'],
  [
    'commits that do not wait',
    { habits: { ...habits, synchronousCommit: 'off' } },
    'durability',
    'warn',
  ],
  ['four of five connections', { sessions: { ...sessions, used: 80 } }, 'connections', 'warn'],
  [
    'a transaction of an hour',
    { sessions: { ...sessions, oldestTransactionMs: 3_600_000 } },
    'transactions',
    'warn',
  ],
  ['no autovacuum', { habits: { ...habits, autovacuum: false } }, 'bloat', 'bad'],
  [
    'more dead rows than living',
    { tables: [{ ...table, liveRows: 10, deadRows: 200_000 }] },
    'bloat',
    'warn',
  ],
  [
    'few dead rows among many',
    { tables: [{ ...table, liveRows: 900_000, deadRows: 200_000 }] },
    'bloat',
    'ok',
  ],
] as const)('%s', (_, more, name, level) => {
  const check = judgeDatabase({ ...well, ...(more as Partial<Found>) }).find(
    each => each.name === name,
  )
  expect(check?.level).toBe(level)
})
