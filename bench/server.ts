import { connect, type Pool } from '@prikke/schema'
import { createNamed, startCluster } from '@prikke/schema/cluster'

/** What every system gets; fsync, full_page_writes and synchronous_commit are on. */
export const settings = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
  autovacuum_naptime: '10s',
}

/** Making millions of rows takes longer than any statement of Prikke may. */
const longestMs = 600_000

export type BenchDatabase = {
  url: string
  /** For filling and looking, beside the processes under measurement. */
  pool: Pool
  drop: () => Promise<void>
}

export type Server = {
  pid: number
  version: string
  /** A new database of this name with a number behind it. */
  createDatabase: (name: string) => Promise<BenchDatabase>
  remove: () => Promise<void>
}

/** PostgreSQL for a run, the same for every system. */
export async function startServer(more: Record<string, string> = {}): Promise<Server> {
  const cluster = await startCluster({ durable: true, with: { ...settings, ...more } })
  const admin = connect(`${cluster.url}/postgres`, { applicationName: 'bench', max: 1 })
  const [row] = await admin.sql<{ version: string }[]>`
    select split_part(current_setting('server_version'), ' ', 1) as version`
  let number = 0
  return {
    pid: await cluster.pid(),
    version: row?.version ?? '',
    createDatabase: async name => {
      number++
      const unique = `${name}_${number}`
      const url = await createNamed(cluster, unique)
      const pool = connect(url, { applicationName: 'bench', max: 4, statementMs: longestMs })
      return {
        url,
        pool,
        drop: async () => {
          await pool.close()
          await admin.sql.unsafe(`drop database ${unique} with (force)`)
        },
      }
    },
    remove: async () => {
      await admin.close()
      await cluster.remove()
    },
  }
}
