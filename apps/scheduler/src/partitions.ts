import { countDay, crashPoint } from '@prikke/queue'
import { advisoryLocks, type Pool } from '@prikke/schema'

const tables = ['execution_history', 'attempts'] as const
type Table = (typeof tables)[number]

const dayMs = 24 * 60 * 60 * 1000
const daysAhead = 7
/** Waiting longer for a table lock would hold up everybody queued behind it. */
const lockTimeout = '2s'

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const nameOf = (table: Table, day: string) => `${table}_${day.replaceAll('-', '_')}`

/**
 * Makes a partition for every day from the oldest occurrence that is due (no older than retention)
 * to a week ahead. Costs one cheap query when all are there.
 */
export async function makePartitions(pool: Pool, retentionMs: number): Promise<void> {
  const [row] = await pool.sql<{ now: Date; oldest: Date | null; names: string[] }[]>`
    select now(), least((select min(next_run_at) from jobs where overlap = 'allow'),
        (select min(next_run_at) from jobs where overlap = 'skip')) as oldest,
      array(select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent in ('execution_history'::regclass, 'attempts'::regclass)) as names`
  if (row === undefined) return
  const now = row.now.getTime()
  const first = Math.max(now - retentionMs, Math.min(now, row.oldest?.getTime() ?? now))
  const made = new Set(row.names)
  for (let at = Date.parse(dayOf(first)); at <= now + daysAhead * dayMs; at += dayMs) {
    for (const table of tables) {
      if (!made.has(nameOf(table, dayOf(at)))) await makeDay(pool, table, at)
    }
  }
}

/**
 * One day of one table. Rows of the day that already lie in the default partition move along, or
 * ATTACH would refuse; the default is locked first, so that none arrive in between.
 */
async function makeDay(pool: Pool, table: Table, at: number): Promise<void> {
  const day = dayOf(at)
  const name = nameOf(table, day)
  const from = `'${day}T00:00:00Z'`
  const to = `'${dayOf(at + dayMs)}T00:00:00Z'`
  await pool.transaction(async ({ sql }) => {
    await sql.unsafe(`set local lock_timeout = '${lockTimeout}'`)
    await sql`select pg_advisory_xact_lock(${advisoryLocks.partitions})`
    const [there] = await sql`select where to_regclass(${name}) is not null`
    if (there !== undefined) return
    await sql.unsafe(`
      lock table ${table}_default in access exclusive mode;
      create table ${name} (like ${table} including all);
      with moved as (
        delete from ${table}_default where scheduled_for >= ${from} and scheduled_for < ${to} returning *
      ) insert into ${name} select * from moved;
      alter table ${table} attach partition ${name} for values from (${from}) to (${to});`)
    crashPoint('partition-making')
  })
  crashPoint('partition-made')
}

/**
 * Drops every day that lies wholly before retention; how its executions ended is counted first. Such
 * a day is detached, so that nobody writes to it and counting keeps nobody waiting, then counted and
 * dropped in one transaction: what a scheduler that dies leaves behind, the next one finds by its
 * name. Returns the names of what went.
 */
export async function dropPartitions(pool: Pool, retentionMs: number): Promise<string[]> {
  const rows = await pool.sql<{ name: string; now: Date }[]>`
    select c.relname::text as name, now() from pg_class c
    left join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent in ('execution_history'::regclass, 'attempts'::regclass)
      or (c.relkind = 'r' and c.relname ~ '^execution_history_[0-9_]{10}_past$'
        and c.relnamespace = (select relnamespace from pg_class where oid = 'attempts'::regclass))`
  const dropped: string[] = []
  for (const { name, now } of rows) {
    const day = /_(\d{4})_(\d{2})_(\d{2})(_past)?$/.exec(name)
    if (day === null) continue
    const isDetached = day[4] !== undefined
    const date = day.slice(1, 4).join('-')
    if (!isDetached && Date.parse(date) + dayMs > now.getTime() - retentionMs) continue
    if (name.startsWith('attempts')) await dropAttempts(pool, name)
    else {
      const past = isDetached ? name : await detach(pool, name)
      await countAndDrop(pool, past, date)
    }
    dropped.push(name)
  }
  return dropped
}

const dropAttempts = (pool: Pool, name: string) =>
  pool.transaction(async ({ sql }) => {
    await sql.unsafe(`set local lock_timeout = '${lockTimeout}'; drop table if exists ${name}`)
  })

/** Takes a day out of history, unless another scheduler has; it is called `past` from then on. */
async function detach(pool: Pool, name: string): Promise<string> {
  const past = `${name}_past`
  await pool.transaction(async ({ sql }) => {
    await sql.unsafe(`set local lock_timeout = '${lockTimeout}'`)
    await sql`select pg_advisory_xact_lock(${advisoryLocks.partitions})`
    const [there] = await sql`select where to_regclass(${name}) is not null`
    if (there === undefined) return
    await sql.unsafe(`
      alter table execution_history detach partition ${name};
      alter table ${name} rename to ${past};`)
  })
  crashPoint('day-detached')
  return past
}

/** One scheduler does it, however many come by: the others find the table gone. */
async function countAndDrop(pool: Pool, past: string, day: string): Promise<void> {
  await pool.transaction(async ({ sql }) => {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.pastDay})`
    const [there] = await sql`select where to_regclass(${past}) is not null`
    if (there === undefined) return
    await countDay(sql, past, day)
    crashPoint('day-counted')
    await sql.unsafe(`drop table ${past}`)
  })
}
