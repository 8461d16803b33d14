import type { Pool, Sql } from '../src/connect.ts'

/**
 * Starts what is to meet in the database while `hold` keeps a lock, and lets go once all of it
 * waits there: each has then read what the others have not changed yet.
 */
export async function whileHeld<T>(
  { sql }: Pool,
  hold: (held: Sql) => PromiseLike<unknown>,
  start: () => Promise<T>[],
): Promise<Promise<T>[]> {
  let started: Promise<T>[] = []
  await sql.begin(async held => {
    await hold(held)
    started = start()
    for (let waitingCount = 0; waitingCount < started.length; ) {
      const waiting = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      waitingCount = waiting.length
    }
  })
  return started
}
