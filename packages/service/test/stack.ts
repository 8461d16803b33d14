import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { reservePorts } from './reserve-ports.ts'

export type AppName = 'api' | 'scheduler' | 'executor' | 'notifier'

/** One real process of Prikke, with what it has logged. */
export type App = {
  name: AppName
  process: ChildProcess
  healthUrl: string
  log: Record<string, unknown>[]
  /** Ends the process with a signal and waits until it is gone; its exit code, null after a signal. */
  end: (signal: NodeJS.Signals) => Promise<number | null>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const readyWithinMs = 30_000
const secretKey = Buffer.alloc(32, 7).toString('base64')

/** Polls until `check` answers something; the one way in which tests here wait. */
export async function until<T>(
  check: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  what: string,
  withinMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await check()
    if (value !== null && value !== undefined && value !== false) return value
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}

/** Starts one app as `start` does, on loopback; `hear` gets each line that it logs. */
export function spawnApp(
  name: AppName,
  databaseUrl: string,
  env: Record<string, string>,
  hear: (line: string) => void,
): ChildProcess {
  const child = spawn('node', [`apps/${name}/src/main.ts`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: secretKey,
      SETUP_TOKEN: '',
      REGISTRATION: 'open',
      PRIKKE_ALLOW_TARGETS: '127.0.0.0/8,::1/128',
      HOST: '127.0.0.1',
      PRIKKE_PARENT_PID: String(process.pid),
      // Tests start these by the hundred: the second time each is ready in two thirds of the time.
      NODE_COMPILE_CACHE: `${root}/node_modules/.cache/node`,
      ...env,
    },
  })
  createInterface({ input: child.stdout as Readable }).on('line', hear)
  return child
}

/** Starts one app as `start` does, and waits until it is ready. */
export async function startApp(
  name: AppName,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<App> {
  const log: Record<string, unknown>[] = []
  let healthPort: unknown
  const child = spawnApp(name, databaseUrl, env, line => {
    const entry = parseLine(line)
    log.push(entry)
    healthPort ??= entry.healthPort
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const lastWords = () => JSON.stringify(log.slice(-5))
  const early = exited.then(([code]) => {
    throw new Error(`${name} left with ${code} before it was ready: ${lastWords()}`)
  })
  // Later on it may leave; whoever waits for that then asks `end`.
  early.catch(() => {})
  const inTime = <T>(waiting: Promise<T>) =>
    Promise.race([waiting, early]).catch((error: Error) => {
      throw new Error(`${error.message} ${lastWords()}`)
    })
  const port = await inTime(
    until(() => healthPort as number | undefined, `${name} to say its health port`),
  )
  const healthUrl = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${healthUrl}/ready`).then(
      answer => answer.ok,
      () => false,
    )
  await inTime(until(isReady, `${name} to be ready`, readyWithinMs))
  return {
    name,
    process: child,
    healthUrl,
    log,
    end: async signal => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return { msg: line }
  }
}

/** Ends apps in the order of a proper stop; none outlives a test. */
export async function endAll(apps: App[]): Promise<void> {
  await Promise.all(apps.map(app => app.end('SIGTERM')))
}

export type Stack = { url: string; apps: Record<AppName, App>; end: () => Promise<void> }

/** Every app of Prikke side by side, the api on a free port that each knows as APP_URL. */
export async function startStack(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Stack> {
  const [port] = (await reservePorts(1)).map(String) as [string]
  const url = `http://localhost:${port}`
  const all = { PORT: port, APP_URL: url, ...env }
  const [api, scheduler, executor, notifier] = await Promise.all([
    startApp('api', databaseUrl, all),
    startApp('scheduler', databaseUrl, all),
    startApp('executor', databaseUrl, all),
    startApp('notifier', databaseUrl, all),
  ])
  const apps = { api, scheduler, executor, notifier }
  return { url, apps, end: () => endAll(Object.values(apps)) }
}
