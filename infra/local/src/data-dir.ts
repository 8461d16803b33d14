import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commandOf } from './command-of.ts'
import { Refusal } from './refusal.ts'

export type DataDir = {
  path: string
  /** The run before this one ended without its farewell: parts of it may still be leaving. */
  abandoned: boolean
  [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Makes the data dir when missing and takes it for this process alone.
 * @throws Refusal when another `start` holds it or it cannot be written.
 */
export async function takeDataDir(path: string): Promise<DataDir> {
  try {
    await mkdir(path, { recursive: true })
    // As root the database runs as another user, who must be able to pass through.
    await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700)
    const abandoned = await takeLock(join(path, 'start.lock'))
    return {
      path,
      abandoned,
      [Symbol.asyncDispose]: () => rm(join(path, 'start.lock'), { force: true }),
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error
    throw new Refusal(
      `This user may not write the data folder ${path}. Start as the user who owns it, or choose another folder with PRIKKE_DATA_DIR.`,
    )
  }
}

/** Whether a `start` holds the data dir just now. */
export async function isHeld(path: string): Promise<boolean> {
  const lock = await readFile(join(path, 'start.lock'), 'utf8').catch(() => '')
  const holder = parseLock(lock)
  return holder !== null && (await commandOf(holder.pid)) === holder.command
}

/** True when a lock was left behind by a run that is no more. */
async function takeLock(file: string, foundStale = false): Promise<boolean> {
  const mine = JSON.stringify({ pid: process.pid, command: await commandOf(process.pid) })
  try {
    const lock = await open(file, 'wx', 0o600)
    await lock.writeFile(mine)
    await lock.close()
    return foundStale
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = parseLock(await readFile(file, 'utf8'))
  // A number alone may have gone to another process since: the command line tells them apart.
  if (holder !== null && (await commandOf(holder.pid)) === holder.command) {
    throw new Refusal(
      `Prikke is already running on this data folder (process ${holder.pid}). Stop that one first, or choose another folder with PRIKKE_DATA_DIR and another PORT.`,
    )
  }
  await rm(file, { force: true })
  return takeLock(file, true)
}

function parseLock(text: string): { pid: number; command: string } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * The secret kept in `file`, made by `make` at first use; readable by this user alone.
 * Written whole or not at all.
 */
export async function keptSecret(file: string, make: () => string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kept !== null) return kept.trim()
  const secret = make()
  const draft = await open(`${file}.new`, 'w', 0o600)
  await draft.writeFile(`${secret}\n`)
  await draft.sync()
  await draft.close()
  await rename(`${file}.new`, file)
  return secret
}
