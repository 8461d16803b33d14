import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from './refusal.ts'

const run = promisify(execFile)

/** Who runs PostgreSQL, as options of `spawn`: empty means the user who runs `start`. */
export type DatabaseUser = { uid?: number; gid?: number }

/**
 * PostgreSQL refuses to run as root: then it runs as the owner of the cluster in `folder`, else
 * as the system user `postgres`, who is made when missing.
 */
export async function databaseUser(folder: string): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(folder).catch(() => null)
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await systemUser()) ?? makeSystemUser()
}

async function systemUser(): Promise<DatabaseUser | null> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async flag => Number((await run('id', [flag, 'postgres'])).stdout)),
    )
    return uid === undefined || gid === undefined ? null : { uid, gid }
  } catch {
    return null
  }
}

async function makeSystemUser(): Promise<DatabaseUser> {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false']
  await run('useradd', [...flags, 'postgres']).catch(() => {})
  const made = await systemUser()
  if (made !== null) return made
  throw new Refusal(
    'PostgreSQL does not run as root, and the system user "postgres" could not be made. Start as an ordinary user, or name a database with DATABASE_URL.',
  )
}

const firstClosed = 'for folder; do test -x "$folder" || { echo "$folder"; exit; }; done'

/** @throws Refusal naming the first folder above `paths` that the user may not pass through. */
export async function mustReach(user: DatabaseUser, paths: string[]): Promise<void> {
  if (user.uid === undefined) return
  const folders = [...new Set(paths.flatMap(parentsOf))]
  const { stdout } = await run('/bin/sh', ['-c', firstClosed, 'sh', ...folders], {
    ...user,
    cwd: '/',
  })
  const closed = stdout.trim()
  if (closed === '') return
  throw new Refusal(
    `The folder ${closed} is closed to other users. Started by root, Prikke runs PostgreSQL as the system user "postgres", who has to pass through it. Move Prikke to an open folder such as /opt/prikke, start it as an ordinary user, or name a database with DATABASE_URL.`,
  )
}

function parentsOf(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [...parentsOf(parent), parent]
}
