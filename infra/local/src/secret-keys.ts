import { existsSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { keptSecret } from './data-dir.ts'
import { Refusal } from './refusal.ts'
import { newSecretKey, type Settings } from './settings.ts'

/** The keys of an instance, as SECRET_KEY and SECRET_KEY_PREVIOUS have them. */
export type SecretKeys = {
  newest: string
  previous: string
  /** The newest is to take the place of the one in the data dir, once everything is sealed under it. */
  isNew: boolean
}

const file = (path: string) => join(path, 'secret-key')
const nextFile = (path: string) => join(path, 'secret-key.next')

/**
 * The keys of the environment; else the one in the data dir, made when missing, and before it the one
 * that `secrets:rotate --new-key` left there.
 * @throws Refusal when the key of the database that is there is gone.
 */
export async function readSecretKeys(
  settings: Pick<Settings, 'secretKey' | 'previousSecretKeys' | 'databaseUrl'>,
  path: string,
): Promise<SecretKeys> {
  const { secretKey, previousSecretKeys: previous } = settings
  if (secretKey !== undefined) return { newest: secretKey, previous, isNew: false }
  const current = await keptSecret(file(path), () => {
    const isThere = settings.databaseUrl === undefined && existsSync(join(path, 'postgres'))
    if (!isThere) return newSecretKey()
    throw new Refusal(
      `The database in ${path} belongs to a secret key that is not here any more. Put ${file(path)} back, or set SECRET_KEY to what it was.`,
    )
  })
  const next = existsSync(nextFile(path)) ? (await readFile(nextFile(path), 'utf8')).trim() : null
  if (next === null) return { newest: current, previous, isNew: false }
  const both = previous === '' ? current : `${current},${previous}`
  return { newest: next, previous: both, isNew: true }
}

/** Makes the next key, to be taken up by the next `start` or at once. One that waits already stays. */
export async function prepareNewKey(path: string): Promise<void> {
  await keptSecret(nextFile(path), newSecretKey)
}

/** Puts the new key in the place of the old one, which nothing needs any more. */
export async function takeUpNewKey(path: string): Promise<void> {
  await rename(nextFile(path), file(path))
}
