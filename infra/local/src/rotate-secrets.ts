import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { migrate } from '@prikke/schema'
import { isHeld, keptSecret, takeDataDir } from './data-dir.ts'
import { startPostgres } from './postgres.ts'
import { Refusal } from './refusal.ts'
import { reseal } from './reseal.ts'
import { runningDatabaseUrl } from './running-database.ts'
import { prepareNewKey, readSecretKeys } from './secret-keys.ts'
import { readSettings, type Settings } from './settings.ts'

const root = resolve(import.meta.dirname, '../../..')
const wantsNewKey = process.argv.includes('--new-key')
const say = (sentence: string) => console.log(sentence)

/** Seals every secret under the newest key; with `--new-key`, under one that it makes. */
async function rotate(): Promise<void> {
  const settings = await readSettings(root)
  const { dataDir } = settings
  if (wantsNewKey) {
    if (settings.secretKey !== undefined) throw keyIsSet
    mustHaveKey(settings)
    await prepareNewKey(dataDir)
  }
  if (await isHeld(dataDir)) return await besideStart(settings)
  if (settings.databaseUrl !== undefined) return await sealAll(settings, settings.databaseUrl)
  mustHaveKey(settings)
  await using held = await takeDataDir(dataDir)
  const folder = join(held.path, 'postgres')
  const password = await keptSecret(join(dataDir, 'database-password'), () => {
    throw new Refusal(`The password of the database in ${folder} is gone.`)
  })
  const { signal } = new AbortController()
  await using postgres = await startPostgres({ folder, password, say, signal })
  await migrate(postgres.url)
  await sealAll(settings, postgres.url)
}

/** Processes that run already know the key that they were started with, and no other. */
async function besideStart(settings: Settings): Promise<void> {
  const keys = await readSecretKeys(settings, settings.dataDir)
  if (keys.isNew) {
    return say('The new secret key is taken up when Prikke is started again: stop it and start it.')
  }
  const databaseUrl = settings.databaseUrl ?? (await runningDatabaseUrl(settings.dataDir))
  await sealAll(settings, databaseUrl)
}

async function sealAll(settings: Settings, databaseUrl: string): Promise<void> {
  const { dataDir } = settings
  const keys = await readSecretKeys(settings, dataDir)
  const { signal } = new AbortController()
  const { isDone } = await reseal({ root, databaseUrl, keys, dataDir, say, signal })
  if (!isDone) process.exitCode = 1
  else if (keys.isNew) say(`The new secret key is in ${join(dataDir, 'secret-key')}.`)
  else say('Everything is sealed under the newest secret key.')
}

function mustHaveKey({ dataDir, databaseUrl }: Settings): void {
  if (existsSync(join(dataDir, databaseUrl === undefined ? 'postgres' : 'secret-key'))) return
  throw new Refusal(`There is no database of Prikke in ${dataDir} yet: nothing is sealed.`)
}

const keyIsSet = new Refusal(
  'SECRET_KEY is set, so the key is yours to make: `openssl rand -base64 32`. Set SECRET_KEY to it and SECRET_KEY_PREVIOUS to the one of now, start Prikke again, and run this without --new-key.',
)

try {
  await rotate()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
