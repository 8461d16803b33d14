import { performance } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'
import type { Readiness } from './run.ts'

const lookEveryMs = 1_000
/** Seen hanging this often in a row: a process that was stopped and goes on has a moment to catch up. */
const looksBeforeLeaving = 5
/** Longer than any round takes whose every statement ends. */
const hangsAfterMs = 90_000

/** Through which a loop says that it lives. */
export type Pulse = {
  /** A round began or ended, well or not. */
  turn: () => void
  /** A round did what it is for. */
  succeed: () => void
}

export type LoopOptions = {
  /** Without a success for this long, the process is not ready. */
  staleAfterMs: number
  /** Without a turn for this long, the process leaves; 90 s unless told. */
  hangsAfterMs?: number
}

export type LoopState = { name: string; sinceSuccessMs: number | null; staleAfterMs: number }

type Loop = Required<LoopOptions> & { turnedAt: number; succeededAt: number; looks: number }

/** The loops of a process: which are stale, and whether one hangs. */
export function createLoops(metrics: Registry) {
  const loops = new Map<string, Loop>()
  const sinceSuccessMs = (loop: Loop) => performance.now() - loop.succeededAt

  new Gauge({
    name: 'prikke_loop_since_success_seconds',
    help: 'Time since a round of the loop did what it is for; infinite before the first',
    labelNames: ['loop'],
    registers: [metrics],
    collect() {
      for (const [name, loop] of loops) this.set({ loop: name }, sinceSuccessMs(loop) / 1_000)
    },
  })

  return {
    add: (name: string, options: LoopOptions): Pulse => {
      const loop: Loop = {
        hangsAfterMs,
        ...options,
        turnedAt: performance.now(),
        succeededAt: Number.NEGATIVE_INFINITY,
        looks: 0,
      }
      loops.set(name, loop)
      const turn = () => {
        loop.turnedAt = performance.now()
      }
      return {
        turn,
        succeed: () => {
          turn()
          loop.succeededAt = loop.turnedAt
        },
      }
    },
    /** How each stands: when it last succeeded, null before the first time. */
    states: (): LoopState[] =>
      [...loops].map(([name, loop]) => {
        const sinceMs = sinceSuccessMs(loop)
        const { staleAfterMs } = loop
        return {
          name,
          sinceSuccessMs: Number.isFinite(sinceMs) ? Math.round(sinceMs) : null,
          staleAfterMs,
        }
      }),
    /** Ready while every loop has succeeded of late; names those that have not. */
    readiness: (): Readiness => {
      const all = [...loops].map(
        ([name, loop]) => [name, Math.round(sinceSuccessMs(loop))] as const,
      )
      const stale = [...loops].filter(([, loop]) => sinceSuccessMs(loop) > loop.staleAfterMs)
      const details = { sinceSuccessMs: Object.fromEntries(all) }
      if (stale.length === 0) return { ready: true, ...details }
      const names = stale.map(([name]) => name).join(', ')
      return { ready: false, reason: `without success for too long: ${names}`, ...details }
    },
    /** Calls `onHang` once when a loop neither begins nor ends a round, until the process is gone. */
    watch: (onHang: (loop: string, standingMs: number) => void): void => {
      const timer = setInterval(() => {
        for (const [name, loop] of loops) {
          const standingMs = performance.now() - loop.turnedAt
          loop.looks = standingMs > loop.hangsAfterMs ? loop.looks + 1 : 0
          if (loop.looks < looksBeforeLeaving) continue
          clearInterval(timer)
          return onHang(name, Math.round(standingMs))
        }
      }, lookEveryMs)
      timer.unref()
    },
  }
}
