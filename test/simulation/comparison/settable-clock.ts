import type { Sql } from '@prikke/schema'

/**
 * Lets a test say what time it is in a database: every `now()` and `clock_timestamp()` of a session
 * that begins from here on reads a row in place of the system's clock.
 */
export async function installSettableClock(sql: Sql): Promise<void> {
  await sql`create schema told`
  await sql`create table told.clock (at timestamptz(3) not null)`
  await sql`insert into told.clock values ('2026-01-01T00:00:00Z')`
  for (const name of ['now', 'clock_timestamp']) {
    await sql`
      create function ${sql(`told.${name}`)}() returns timestamptz
      language sql stable as 'select at from told.clock'`
  }
  await sql`alter table alerts alter ready_at set default told.now()`
  const [row] = await sql<{ name: string }[]>`select current_database() as name`
  await sql`alter database ${sql(row?.name ?? '')} set search_path = told, pg_catalog, public`
}

/** `at` in epoch ms. */
export async function setClock(sql: Sql, at: number): Promise<void> {
  await sql`update told.clock set at = ${new Date(at)}`
}
