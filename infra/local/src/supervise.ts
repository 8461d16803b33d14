import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from './refusal.ts'

const stopWithinMs = 30_000
const firstBackoffMs = 250
const longestBackoffMs = 10_000
/** One that lived this long has earned a quick restart again. */
const settledAfterMs = 30_000
/** Exit code of an app whose configuration is wrong (sysexits EX_CONFIG): trying again is vain. */
const badConfiguration = 78

export type App = {
  name: string
  /** Arguments of `node`, from the root. */
  args: string[]
  env: Record<string, string>
}

export type SuperviseOptions = {
  /** Where the apps are started. */
  root: string
  apps: App[]
  /** Names in the order of stopping; those in one group stop together. */
  stopOrder: string[][]
  print: (app: string, line: string) => void
  say: (sentence: string) => void
  /** Aborted, nothing is started again: a Ctrl-C reaches the apps before they are told to stop. */
  signal: AbortSignal
}

export type Supervisor = {
  /** Rejects with a Refusal when an app says that its configuration is wrong. */
  refused: Promise<never>
  /** Stops an app in order; it comes back at once. */
  restart: (name: string) => void
  /** Ends every app at once. */
  kill: () => void
  /** SIGTERM in the order of stopping, SIGKILL to those that take longer than 30 s. */
  [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Runs the apps as children in this process group, where people see them and a Ctrl-C reaches
 * them, and starts again those that die, after 0.25 s and then ever longer, to 10 s.
 */
export function supervise(options: SuperviseOptions): Supervisor {
  const disposing = new AbortController()
  const signal = AbortSignal.any([disposing.signal, options.signal])
  const refusal = Promise.withResolvers<never>()
  // Nobody may be listening yet, or any more.
  refusal.promise.catch(() => {})
  const kept = new Map(
    options.apps.map(app => [app.name, keep(app, { ...options, signal, refuse: refusal.reject })]),
  )
  return {
    refused: refusal.promise,
    restart: name => kept.get(name)?.restart(),
    kill: () => {
      for (const app of kept.values()) app.kill()
    },
    [Symbol.asyncDispose]: async () => {
      disposing.abort()
      for (const group of options.stopOrder) {
        await Promise.all(group.map(name => kept.get(name)?.stop()))
      }
    },
  }
}

type KeepOptions = SuperviseOptions & { refuse: (reason: Refusal) => void }

function keep(app: App, { root, print, say, signal, refuse }: KeepOptions) {
  let child: ChildProcess
  let restarting = false

  const runOnce = async () => {
    child = spawn(process.execPath, app.args, {
      cwd: root,
      env: app.env,
      argv0: 'node',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) forward(stream, line => print(app.name, line))
    }
    const [code, killedBy] = await once(child, 'exit').catch((error: Error) => [
      null,
      error.message,
    ])
    return { code, how: killedBy ?? `exit code ${code}` }
  }

  const live = async () => {
    let backoffMs = firstBackoffMs
    while (!signal.aborted) {
      const startedAt = performance.now()
      const { code, how } = await runOnce()
      if (signal.aborted) return
      if (code === badConfiguration) {
        refuse(new Refusal(`The ${app.name} cannot run with this configuration.`, badConfiguration))
        return
      }
      if (performance.now() - startedAt > settledAfterMs) backoffMs = firstBackoffMs
      const waitMs = restarting ? 0 : backoffMs
      if (!restarting) {
        say(`The ${app.name} ended (${how}); starting it again in ${waitMs / 1_000} s`)
        backoffMs = Math.min(backoffMs * 2, longestBackoffMs)
      }
      restarting = false
      await sleep(waitMs, null, { signal }).catch(() => {})
    }
  }
  const lived = live()

  return {
    restart: () => {
      restarting = child.kill('SIGTERM')
    },
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => {
        say(`The ${app.name} took longer than ${stopWithinMs / 1_000} s to stop: killed`)
        child.kill('SIGKILL')
      }, stopWithinMs)
      await lived
      clearTimeout(timer)
    },
  }
}

function forward(stream: Readable, print: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', line => {
    if (line !== '') print(line)
  })
}
