import type { SystemCheck, SystemDatabase } from '@prikke/contract'
import { spanInWords } from './check.ts'

/** What the server does to keep what it was told to keep. */
export type ServerHabits = {
  fsync: boolean
  fullPageWrites: boolean
  synchronousCommit: string
  autovacuum: boolean
}

const crowded = 0.8
const longTransactionMs = 5 * 60_000
const manyDead = 100_000
const deadShare = 0.5

type Judged = Pick<SystemDatabase, 'migrations' | 'sessions' | 'tables'> & { habits: ServerHabits }

/** Whether the database keeps what it is given, and has room for who comes. */
export const judgeDatabase = (found: Judged): SystemCheck[] => [
  judgeMigrations(found.migrations),
  judgeSafety(found.habits),
  judgeSessions(found.sessions),
  judgeTransactions(found.sessions),
  judgeBloat(found),
]

function judgeMigrations({ applied, known }: Judged['migrations']): SystemCheck {
  if (applied === known) {
    return { name: 'migrations', level: 'ok', says: `All ${known} migrations are applied.` }
  }
  const says =
    applied < known
      ? `${known - applied} of ${known} migrations are not applied: run db:migrate.`
      : `The database is of a newer version: it has ${applied} migrations, and this one knows ${known}.`
  return { name: 'migrations', level: applied < known ? 'bad' : 'warn', says }
}

function judgeSafety({ fsync, fullPageWrites, synchronousCommit }: ServerHabits): SystemCheck {
  const name = 'durability'
  if (!fsync || !fullPageWrites) {
    const off = fsync ? 'full_page_writes' : 'fsync'
    return {
      name,
      level: 'bad',
      says: `${off} is off: a crash of the machine can lose everything.`,
    }
  }
  if (synchronousCommit === 'off') {
    const says =
      'synchronous_commit is off: a crash of PostgreSQL can lose the last moments, and run them twice.'
    return { name, level: 'warn', says }
  }
  return { name, level: 'ok', says: 'What was committed is on disk.' }
}

function judgeSessions({ used, most }: Judged['sessions']): SystemCheck {
  const isCrowded = used >= most * crowded
  const says = `${used} of ${most} connections are used.`
  const advice = isCrowded ? ' Raise max_connections, or start fewer processes.' : ''
  return { name: 'connections', level: isCrowded ? 'warn' : 'ok', says: says + advice }
}

function judgeTransactions({
  oldestTransactionMs,
  byApplication,
}: Judged['sessions']): SystemCheck {
  const name = 'transactions'
  const waiting = byApplication.reduce((sum, each) => sum + each.waiting, 0)
  if (oldestTransactionMs !== null && oldestTransactionMs >= longTransactionMs) {
    const says = `One has been open for ${spanInWords(oldestTransactionMs)}: until it ends nothing is tidied up, and the queue gets slower.`
    return { name, level: 'warn', says }
  }
  if (waiting > 0) {
    const says = `${waiting} ${waiting === 1 ? 'session waits' : 'sessions wait'} for a lock just now.`
    return { name, level: 'ok', says }
  }
  return { name, level: 'ok', says: 'None is open for long, and nobody waits for a lock.' }
}

function judgeBloat({ tables, habits }: Judged): SystemCheck {
  const name = 'bloat'
  if (!habits.autovacuum) {
    return { name, level: 'bad', says: 'autovacuum is off: the tables grow without end.' }
  }
  const worst = tables
    .filter(({ deadRows, liveRows }) => deadRows >= manyDead && deadRows > liveRows * deadShare)
    .map(table => table.name)
  if (worst.length === 0) return { name, level: 'ok', says: 'Dead rows are tidied up in time.' }
  const says = `Many dead rows in ${worst.join(', ')}: look whether autovacuum keeps up.`
  return { name, level: 'warn', says }
}
