import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Refusal } from './refusal.ts'
import { type SecretKeys, takeUpNewKey } from './secret-keys.ts'

/** Exit code of the walk when the database belongs to other keys. */
const badConfiguration = 78

export type ResealOptions = {
  root: string
  databaseUrl: string
  keys: SecretKeys
  /** Where a new key is to take the place of the old one. */
  dataDir: string
  say: (sentence: string) => void
  /** Aborted, the walk ends where it is. */
  signal: AbortSignal
}

/**
 * Seals every secret of the database under the newest key. A new key of the data dir is the only one
 * there when that is done.
 * @returns the keys that the apps need from now on, and whether the newest is enough.
 * @throws Refusal when the database belongs to other keys, with the reason.
 */
export async function reseal(
  options: ResealOptions,
): Promise<{ keys: SecretKeys; isDone: boolean }> {
  const { root, databaseUrl, keys, dataDir, say, signal } = options
  const walk = spawn(process.execPath, ['apps/api/src/secrets/reseal-main.ts'], {
    cwd: root,
    argv0: 'node',
    signal,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(dataDir, 'compile-cache'),
      DATABASE_URL: databaseUrl,
      SECRET_KEY: keys.newest,
      SECRET_KEY_PREVIOUS: keys.previous,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const complaints: string[] = []
  createInterface({ input: walk.stdout }).on('line', say)
  createInterface({ input: walk.stderr }).on('line', line => complaints.push(line))
  const [code] = (await once(walk, 'close')) as [number | null]
  if (code === badConfiguration) throw new Refusal(complaints.join('\n'), badConfiguration)
  for (const line of complaints) say(line)
  const isDone = code === 0
  if (!isDone || !keys.isNew) return { keys, isDone }
  await takeUpNewKey(dataDir)
  return { keys: { ...keys, isNew: false }, isDone }
}
