import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { migrate } from '@prikke/schema'
import { listApps, stopOrder } from './apps.ts'
import { buildDashboard } from './dashboard.ts'
import { type DataDir, keptSecret, takeDataDir } from './data-dir.ts'
import { mustBeFree } from './ports.ts'
import { type LocalPostgres, startPostgres } from './postgres.ts'
import { createPrinter } from './printer.ts'
import { anyAccount, untilReady } from './readiness.ts'
import { Refusal } from './refusal.ts'
import { reseal } from './reseal.ts'
import { readSecretKeys } from './secret-keys.ts'
import { newPassword, readSettings, type Settings } from './settings.ts'
import { onStopSignals } from './stop-signals.ts'
import { supervise } from './supervise.ts'
import { dashboardWatcher, watchSources } from './watch-sources.ts'

const root = resolve(import.meta.dirname, '../../..')
const watching = process.argv.includes('--watch')
/** How long the apps of a killed run may take to leave the port. */
const leaveWithinMs = 10_000

const { print, say } = createPrinter(process.stdout)
const stopping = new AbortController()
const stopped = new Promise<void>(resolve =>
  stopping.signal.addEventListener('abort', () => resolve()),
)
/** What a second Ctrl-C does. */
const kills: (() => void)[] = []

onStopSignals({
  first: () => {
    say('Stopping. Once more stops at once.')
    stopping.abort()
  },
  again: () => {
    for (const kill of kills) kill()
  },
})

/** Starts everything, in order; leaving the scope stops everything, in the opposite order. */
async function start(): Promise<void> {
  const { signal } = stopping
  const settings = await readSettings(root)
  await using running = new AsyncDisposableStack()
  const dataDir = running.use(await takeDataDir(settings.dataDir))
  await mustBeFree(settings.port, settings.host, dataDir.abandoned ? leaveWithinMs : 0)
  const keys = await readSecretKeys(settings, dataDir.path)

  const building = buildDashboard(root, signal)
  building.catch(() => {})
  const databaseUrl = settings.databaseUrl ?? running.use(await openPostgres(dataDir)).url
  signal.throwIfAborted()
  await prepare(databaseUrl)
  const sealing = reseal({ root, databaseUrl, keys, dataDir: dataDir.path, say, signal })
  sealing.catch(() => {})
  await building
  // With the keys of before, the apps read whatever is not sealed yet, and need not wait for it.
  const { keys: keysLeft } = keys.isNew ? await sealing : { keys }
  signal.throwIfAborted()

  const apps = await listApps(settings, { databaseUrl, keys: keysLeft })
  const supervisor = running.use(
    supervise({
      root,
      apps: watching ? [...apps, dashboardWatcher] : apps,
      stopOrder,
      print,
      say,
      signal,
    }),
  )
  kills.push(supervisor.kill)
  if (watching)
    running.use(
      watchSources(
        root,
        apps.map(app => app.name),
        supervisor,
      ),
    )

  await Promise.race([untilReady(settings, say, signal), supervisor.refused])
  await sealing
  await sayReady(settings, databaseUrl)
  await Promise.race([stopped, supervisor.refused])
}

async function openPostgres({ path }: DataDir): Promise<LocalPostgres> {
  const folder = join(path, 'postgres')
  const first = !existsSync(folder)
  if (first) say(`Making a database in ${folder}`)
  const password = await keptSecret(join(path, 'database-password'), () => {
    if (first) return newPassword()
    throw new Refusal(
      `The password of the database in ${folder} is gone: put ${path}/database-password back.`,
    )
  })
  const postgres = await startPostgres({ folder, password, say, signal: stopping.signal })
  if (postgres.adopted) say('Took over the database that an earlier run left running')
  kills.push(postgres.kill)
  return postgres
}

async function prepare(databaseUrl: string): Promise<void> {
  try {
    await migrate(databaseUrl)
  } catch (error) {
    const { hostname, port } = new URL(databaseUrl)
    const where = `${hostname}:${port || 5432}`
    throw new Refusal(
      `Prikke cannot work with the database at ${where}: ${(error as Error).message}`,
    )
  }
}

async function sayReady({ strictBecause, asksSetupToken, appUrl }: Settings, databaseUrl: string) {
  const first = !(await anyAccount(databaseUrl))
  stopping.signal.throwIfAborted()
  say(`Prikke is ready at ${appUrl}`)
  if (strictBecause !== null) {
    say(
      `${strictBecause}, so others may reach this: unless set otherwise, registration is by invitation and jobs may call no private address.`,
    )
  }
  if (!first) return
  const token = asksSetupToken ? ' with SETUP_TOKEN, or else the token that the api logged' : ''
  say(`Nobody has an account yet: open ${appUrl}/signup to make the owner account${token}.`)
}

try {
  await start()
} catch (error) {
  if (error instanceof Refusal) console.error(error.message)
  else if (!stopping.signal.aborted) console.error(error)
  if (!stopping.signal.aborted) process.exitCode = error instanceof Refusal ? error.exitCode : 1
}
if (stopping.signal.aborted) say('Prikke has stopped.')
process.exit()
