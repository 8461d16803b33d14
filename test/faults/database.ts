import { connect, migrate, type Pool } from '@prikke/schema'
import { createNamed, startCluster } from '@prikke/schema/cluster'
import { until } from '@prikke/service/test'

/** A PostgreSQL of the run's own that keeps what it acknowledged, and a way around every proxy. */
export type FaultedDatabase = {
  url: string
  pool: Pool
  /** Ends the server without ceremony and starts it again; resolves when it takes connections. */
  restart: (how: 'immediate' | 'kill') => Promise<void>
  remove: () => Promise<void>
}

export async function openFaultedDatabase(): Promise<FaultedDatabase> {
  const cluster = await startCluster({ durable: true })
  const url = await createNamed(cluster, 'prikke')
  const pool = connect(url, { applicationName: 'harness', max: 3 })
  // The order in which results were committed is what alerts are judged by.
  await pool.sql`alter system set track_commit_timestamp = on`
  await pool.sql`alter system set shared_buffers = '64MB'`
  await cluster.stop()
  const start = () =>
    cluster.start().then(
      () => true,
      () => false,
    )
  await until(start, 'PostgreSQL to start', 60_000)
  await migrate(url)

  const postmaster = async () => {
    const [row] = await pool.sql<{ pid: number }[]>`
      select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int as pid`
    return row?.pid ?? 0
  }
  const isUp = () =>
    pool.sql`select 1`.then(
      () => true,
      () => false,
    )
  return {
    url,
    pool,
    restart: async how => {
      const pid = await postmaster()
      process.kill(pid, how === 'kill' ? 'SIGKILL' : 'SIGQUIT')
      await until(start, 'PostgreSQL to recover', 60_000)
      await until(isUp, 'PostgreSQL to answer', 60_000)
    },
    remove: async () => {
      await pool.close()
      await cluster.remove()
    },
  }
}
