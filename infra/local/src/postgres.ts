import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, bareEnv, databaseName, findBinaries, makeCluster } from './cluster.ts'
import { commandOf } from './command-of.ts'
import { type DatabaseUser, databaseUser, mustReach } from './database-user.ts'
import { freePorts } from './ports.ts'
import { Refusal } from './refusal.ts'

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  autovacuum_naptime: '10s',
  tcp_keepalives_idle: '10',
  client_connection_check_interval: '2s',
  log_checkpoints: 'off',
}

const lookEveryMs = 25
const stopWithinMs = 30_000
/** How long the memory of a killed server may stay in use by its last processes. */
const releaseWithinMs = 10_000
const largestLogBytes = 10_000_000

export type LocalPostgres = {
  url: string
  port: number
  /** Whether a live server of an earlier run was taken over. */
  adopted: boolean
  /** Ends it without waiting for anything; the next start recovers. */
  kill: () => void
  /** Ends it after its clients, at most 30 s. */
  [Symbol.asyncDispose]: () => Promise<void>
}

export type PostgresOptions = {
  /** The cluster; made when missing. `<folder>.log` is beside it. */
  folder: string
  password: string
  say: (sentence: string) => void
  /** Aborted, a server that is still coming up is ended again. */
  signal: AbortSignal
}

/** One server process: ours, or one that an earlier run left. */
type Server = { pid: number; port: number; ended: Promise<unknown> }
type Place = { folder: string; binaries: Binaries; user: DatabaseUser; signal: AbortSignal }

/**
 * Runs PostgreSQL on `folder` in a session of its own, on a free port of 127.0.0.1, and starts it
 * again when it dies. A live server that an earlier run left there is taken over when it runs with
 * the same program and settings, else stopped first.
 * @throws Refusal when it cannot run, with the reason.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { folder, password, say } = options
  const binaries = await findBinaries()
  const user = await databaseUser(folder)
  await mustReach(user, [binaries.postgres, folder])
  if (!existsSync(folder)) await makeCluster(folder, { binaries, user, password })

  const place = { folder, binaries, user, signal: options.signal }
  const left = await adopt(place)
  let server = left ?? (await launch(place, (await freePorts(1))[0] as number))
  let stopping = false

  const keepAlive = async () => {
    for (;;) {
      await server.ended
      if (stopping) return
      say('PostgreSQL ended; starting it again')
      try {
        server = await launch(place, server.port)
      } catch (error) {
        say((error as Error).message)
        await sleep(1_000)
      }
    }
  }
  const kept = keepAlive()

  return {
    url: `postgres://${databaseName}:${password}@127.0.0.1:${server.port}/${databaseName}`,
    port: server.port,
    adopted: left !== null,
    kill: () => signal(server, 'SIGQUIT'),
    [Symbol.asyncDispose]: async () => {
      stopping = true
      await stop(server)
      await kept
    },
  }
}

function commandLine({ folder, binaries }: Place, port: number): [string, ...string[]] {
  const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return [binaries.postgres, '-D', folder, '-p', String(port), ...set]
}

async function launch(place: Place, port: number): Promise<Server> {
  const giveUpAt = performance.now() + releaseWithinMs
  for (;;) {
    const attempt = await tryLaunch(place, port)
    if (attempt.running) return attempt.server
    place.signal.throwIfAborted()
    const held = /shared memory block|lock file .* already exists/.test(attempt.reason)
    if (!held || performance.now() > giveUpAt) {
      throw new Refusal(`PostgreSQL did not start. It said:\n${attempt.reason}`)
    }
    await sleep(250)
  }
}

type Attempt = { running: true; server: Server } | { running: false; reason: string }

async function tryLaunch(place: Place, port: number): Promise<Attempt> {
  const logFile = `${place.folder}.log`
  const size = (await stat(logFile).catch(() => null))?.size ?? 0
  const log = await open(logFile, size > largestLogBytes ? 'w' : 'a', 0o600)
  const from = size > largestLogBytes ? 0 : size
  const [file, ...args] = commandLine(place, port)
  const child = spawn(file, args, {
    ...place.user,
    cwd: '/',
    env: bareEnv,
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  })
  const ended = exitOf(child)
  await log.close()
  const end = () => child.kill('SIGINT')
  place.signal.addEventListener('abort', end)
  const state = await Promise.race([ended, readyOf(place.folder, child)])
  place.signal.removeEventListener('abort', end)
  if (state === 'ready') return { running: true, server: { pid: child.pid as number, port, ended } }
  const said = await readFile(logFile)
  return { running: false, reason: said.subarray(from).toString().trim() || String(state) }
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  // One that cannot be started at all ends with its reason and no exit.
  return once(child, 'exit').catch((error: Error) => error)
}

/** Recovery after a crash takes as long as it takes: no deadline but the end of the process. */
async function readyOf(folder: string, child: ChildProcess): Promise<'ready'> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = await readPidFile(folder)
    if (file?.pid === child.pid && file?.ready) return 'ready'
    await sleep(lookEveryMs)
  }
  return new Promise(() => {})
}

/** The live server that an earlier run left on this cluster, when it is as ours would be. */
async function adopt(place: Place): Promise<Server | null> {
  const file = await readPidFile(place.folder)
  if (file === null) return null
  const command = await commandOf(file.pid)
  if (command === null || !command.includes(` -D ${place.folder} `)) {
    await disown(place.folder, file.pid)
    return null
  }
  const left = { pid: file.pid, port: file.port, ended: goneOf(file.pid, command) }
  if (file.ready && command === commandLine(place, file.port).join(' ').trim()) return left
  await stop(left)
  return null
}

/**
 * PostgreSQL refuses to start while any process has the number in its pid file, be it a zombie or
 * a stranger. Only the number is changed: the rest lets it find processes that outlive the server.
 */
async function disown(folder: string, pid: number): Promise<void> {
  if (!exists(pid)) return
  const path = join(folder, 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [String(2 ** 31 - 1), ...rest].join('\n'))
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function goneOf(pid: number, command: string): Promise<void> {
  while ((await commandOf(pid)) === command) await sleep(lookEveryMs, null, { ref: false })
}

type PidFile = { pid: number; port: number; ready: boolean }

/** The lines of postmaster.pid: pid, folder, start, port, socket folder, address, memory, status. */
async function readPidFile(folder: string): Promise<PidFile | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, , , , status] = text.split('\n')
  if (pid === undefined || !/^\d+$/.test(pid)) return null
  return { pid: Number(pid), port: Number(port ?? 0), ready: status?.trim() === 'ready' }
}

function signal(server: Server, name: NodeJS.Signals): void {
  try {
    process.kill(server.pid, name)
  } catch {
    // Gone already, which is what was wanted.
  }
}

/** Fast shutdown: clients are cut off, data is written. After 30 s without even that. */
async function stop(server: Server): Promise<void> {
  signal(server, 'SIGINT')
  const timer = setTimeout(() => signal(server, 'SIGQUIT'), stopWithinMs)
  await server.ended
  clearTimeout(timer)
}
