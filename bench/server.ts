import { connect, type Pool } from '@prikke/schema'
import { createNamed, startCluster } from '@prikke/schema/cluster'

/** What every system gets; fsync, full_page_writes and synchronous_commit are on. */
export const settings = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
  autovacuum_naptime: '10s',
}

export type Server = {
  pid: number
  version: string
  /** A new database: its URL, and a pool on it for filling and looking. */
  createDatabase: (name: string) => Promise<{ url: string; pool: Pool }>
  remove: () => Promise<void>
}

/** The one PostgreSQL of a run, for every system alike. */
export async function startServer(): Promise<Server> {
  const cluster = await startCluster({ durable: true, with: settings })
  const pools: Pool[] = []
  const open = (url: string) => {
    const pool = connect(url, { applicationName: 'bench', max: 4, statementMs: 600_000 })
    pools.push(pool)
    return pool
  }
  const [row] = await open(`${cluster.url}/postgres`).sql<{ version: string }[]>`
    select current_setting('server_version') as version`
  return {
    pid: await cluster.pid(),
    version: row?.version ?? '',
    createDatabase: async name => {
      const url = await createNamed(cluster, name)
      return { url, pool: open(url) }
    },
    remove: async () => {
      await Promise.all(pools.map(pool => pool.close()))
      await cluster.remove()
    },
  }
}
