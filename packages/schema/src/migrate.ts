import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { advisoryLocks } from './advisory-locks.ts'

const folder = fileURLToPath(new URL('../migrations', import.meta.url))
const oldestServer = 180_000

/**
 * Brings the database to this release's schema; one process at a time, the others wait.
 * @throws when the server is older than PostgreSQL 18, in words for the operator.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [server] = await sql`select current_setting('server_version_num')::int as number,
      current_setting('server_version') as version`
    if (server?.number < oldestServer) {
      throw new Error(`Prikke needs PostgreSQL 18 or newer; this server is ${server?.version}.`)
    }
    await sql`select pg_advisory_lock(${advisoryLocks.migration})`
    await runMigrations(drizzle(sql), {
      migrationsFolder: folder,
      migrationsSchema: 'public',
      migrationsTable: 'migrations',
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}
