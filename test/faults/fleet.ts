import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTcpProxy, type TcpProxy } from '@prikke/schema/tcp-proxy'
import { type AppName, spawnApp, until } from '@prikke/service/test'
import type { Exit, FaultLog } from './fault-log.ts'
import { type Armed, appOf, type SlotName, slotNames } from './plan-faults.ts'

/** One place for a process: when it dies another one takes the place. */
export type Slot = {
  name: SlotName
  proxy: TcpProxy
  pid: () => number | null
  start: (armed?: Armed | null) => void
  /** kill -9; resolves when it is gone. */
  kill: () => Promise<void>
  /** SIGTERM; resolves when it has left. */
  terminate: () => Promise<void>
  stop: () => void
  continue: () => void
  /** The next time that its process is gone, for whatever reason. */
  gone: () => Promise<Exit>
}

export type Fleet = {
  apiUrl: string
  slots: Record<SlotName, Slot>
  /** Everything runs, nothing is stopped, every connection passes. */
  heal: () => Promise<void>
  end: () => Promise<void>
}

/** Started again by itself after this long, as a supervisor would. */
const restartAfterMs = 700
const complaints = /"level":"?(?:60|fatal)|handler_broken/

/** 2 schedulers, 3 executors, 2 notifiers and an api, each behind a proxy of its own. */
export async function startFleet(options: {
  databaseUrl: string
  ports: number[]
  log: FaultLog
}): Promise<Fleet> {
  const { databaseUrl, ports, log } = options
  const [apiPort = 0, ...healthPorts] = ports
  const apiUrl = `http://localhost:${apiPort}`
  let closing = false

  const openSlot = async (name: SlotName, index: number): Promise<Slot> => {
    const app = appOf(name) as AppName
    const proxy = await startTcpProxy(databaseUrl)
    const healthPort = healthPorts[index] ?? 0
    let child: ChildProcess | null = null
    let armed: Armed | null = null
    let askedAt: number | null = null
    let isKilled = false
    let waiters: ((exit: Exit) => void)[] = []

    const start = (next: Armed | null = null) => {
      if (child !== null || closing) return
      armed = next
      askedAt = null
      isKilled = false
      const env = {
        PORT: String(apiPort),
        APP_URL: apiUrl,
        HEALTH_PORT: String(healthPort),
        LOG_LEVEL: 'warn',
        NODE_COMPILE_CACHE: join(tmpdir(), 'prikke-compile-cache'),
        ...(next === null ? {} : { PRIKKE_CRASH_POINT: `${next.point}:${next.visit}` }),
      }
      const started = spawnApp(app, proxy.url, env, line => {
        if (!complaints.test(line)) return
        log.complaints.push({ slot: name, pid: started.pid ?? 0, at: Date.now(), line })
      })
      child = started
      started.once('exit', (code, signal) => onExit(started, code, signal))
    }

    const onExit = (gone: ChildProcess, code: number | null, signal: string | null) => {
      const pid = gone.pid ?? 0
      const why: Exit['why'] = isKilled
        ? 'killed'
        : askedAt !== null
          ? 'asked'
          : signal === 'SIGKILL' && armed !== null
            ? 'crash-point'
            : 'unexpected'
      const exit = { slot: name, pid, at: Date.now(), code, signal, why, askedAt }
      log.exits.push(exit)
      log.begin('gone', name, pid)
      if (why === 'crash-point' && armed !== null) {
        log.visits.set(armed.point, (log.visits.get(armed.point) ?? 0) + 1)
      }
      child = null
      if (why === 'crash-point' || why === 'unexpected') setTimeout(() => start(), restartAfterMs)
      for (const tell of waiters) tell(exit)
      waiters = []
    }

    const send = async (signal: NodeJS.Signals) => {
      const leaving = child
      if (leaving === null) return
      if (signal === 'SIGKILL') isKilled = true
      else askedAt ??= Date.now()
      leaving.kill(signal)
      if (leaving.exitCode === null && leaving.signalCode === null) await once(leaving, 'exit')
    }
    return {
      name,
      proxy,
      pid: () => child?.pid ?? null,
      start,
      kill: () => send('SIGKILL'),
      terminate: async () => {
        const leaving = child
        // Before it is up it has nothing in hand, and no ears for a signal either.
        await until(
          () => child !== leaving || answers(healthPort, '/health'),
          `${name} to be up`,
          60_000,
        )
        if (child === leaving) await send('SIGTERM')
      },
      stop: () => child?.kill('SIGSTOP'),
      continue: () => child?.kill('SIGCONT'),
      gone: () => new Promise(resolve => waiters.push(resolve)),
    }
  }

  const opened = await Promise.all(slotNames.map(openSlot))
  const slots = Object.fromEntries(opened.map(slot => [slot.name, slot])) as Fleet['slots']
  const heal = async () => {
    for (const slot of opened) {
      slot.proxy.mode({ kind: 'pass' })
      slot.continue()
      slot.start()
    }
    for (const [index, slot] of opened.entries()) {
      await until(
        () => answers(healthPorts[index] ?? 0, '/ready'),
        `${slot.name} to be ready`,
        90_000,
      )
    }
  }
  return {
    apiUrl,
    slots,
    heal,
    end: async () => {
      if (closing) return
      closing = true
      await Promise.all(opened.map(slot => slot.terminate()))
      await Promise.all(opened.map(slot => slot.proxy.close()))
    },
  }
}

/** Whether a process says yes; one that is stopped says nothing at all. */
function answers(port: number, path: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
    answer => answer.ok,
    () => false,
  )
}
