import type { CrashPoint } from '@prikke/queue'
import type { ProxyMode } from '@prikke/schema/tcp-proxy'
import type { Random } from './random.ts'

export const slotNames = [
  'scheduler-1',
  'scheduler-2',
  'executor-1',
  'executor-2',
  'executor-3',
  'notifier-1',
  'notifier-2',
  'api-1',
] as const
export type SlotName = (typeof slotNames)[number]

/** The places at which a process of each app can be told to die. */
export const pointsOf: Record<string, CrashPoint[]> = {
  scheduler: [
    'tick-planned',
    'tick-writing',
    'tick-written',
    'jobs-resuming',
    'jobs-resumed',
    'partition-making',
    'partition-made',
  ],
  executor: [
    'executions-claimed',
    'execution-sent',
    'executions-settling',
    'executions-settled',
    'target-gone',
    'edit-stopped',
  ],
  notifier: ['alerts-claimed', 'alert-sent', 'alerts-settling', 'alerts-settled'],
  api: ['job-committed', 'run-committed', 'sync-committed', 'edit-stopped'],
}

export type Armed = { point: CrashPoint; visit: number }
type Pause = { slot: SlotName; forMs: number }

/** What is done to Prikke, `at` ms after the load began; nobody else knows beforehand. */
export type Fault = { at: number } & (
  | ({ kind: 'kill' | 'terminate'; armed: Armed | null } & Pause)
  | ({ kind: 'stop' } & Pause)
  | ({ kind: 'proxy'; mode: ProxyMode } & Pause)
  | { kind: 'end-sessions'; picks: number[] }
  | { kind: 'restart-postgres'; how: 'immediate' | 'kill' }
  | { kind: 'target'; how: 'refuse' | 'reset'; forMs: number }
)

const weights = { kill: 8, terminate: 4, stop: 5, proxy: 9, 'end-sessions': 4, target: 3 }
const postgresEverySeconds = 75

export const appOf = (slot: SlotName) => slot.replace(/-\d$/, '')

/** One fault every 1 to 5 s, never two at once on one process, and a few restarts of PostgreSQL. */
export function planFaults(random: Random, seconds: number): Fault[] {
  const busyUntil = new Map<SlotName, number>()
  let targetBusyUntil = 0
  const faults: Fault[] = []
  const restarts = Math.max(1, Math.floor(seconds / postgresEverySeconds))
  for (let n = 0; n < restarts; n++) {
    const at = ((n + 0.3 + 0.4 * random.next()) / restarts) * seconds * 1000
    faults.push({ at, kind: 'restart-postgres', how: random.pick(['immediate', 'kill']) })
  }
  for (let at = random.between(500, 3_000); at < seconds * 1000; at += random.between(1e3, 5e3)) {
    const kind = random.weighted(weights)
    const free = slotNames.filter(name => (busyUntil.get(name) ?? 0) <= at)
    if (kind === 'end-sessions') {
      const picks = Array.from({ length: random.between(1, 8) }, () => random.between(0, 1e6))
      faults.push({ at, kind, picks })
    } else if (kind === 'target') {
      if (targetBusyUntil > at) continue
      const forMs = random.between(300, 5_000)
      targetBusyUntil = at + forMs + 5_000
      faults.push({ at, kind, how: random.pick(['refuse', 'reset']), forMs })
    } else if (free.length > 0) {
      const slot = random.pick(free)
      const planned = planForSlot(random, kind, slot)
      const fault = { ...planned, forMs: Math.min(planned.forMs, seconds * 1000 - at) }
      // A process needs a while to come up, and a stop in order may take its time.
      busyUntil.set(slot, at + fault.forMs + (kind === 'terminate' ? 12_000 : 4_000))
      faults.push({ at, ...fault })
    }
  }
  return faults.sort((a, b) => a.at - b.at)
}

function planForSlot(
  random: Random,
  kind: 'kill' | 'terminate' | 'stop' | 'proxy',
  slot: SlotName,
) {
  const brief = appOf(slot) === 'api'
  if (kind === 'stop') return { kind, slot, forMs: planStop(random, appOf(slot)) } as const
  if (kind === 'proxy') {
    const forMs = random.between(500, brief ? 5_000 : 15_000)
    return { kind, slot, forMs, mode: planMode(random) } as const
  }
  const points = pointsOf[appOf(slot)] ?? []
  const armed = random.chance(0.5)
    ? { point: random.pick(points), visit: random.between(1, 5) }
    : null
  return { kind, slot, forMs: random.between(0, brief ? 1_000 : 3_000), armed } as const
}

/**
 * Half of the executors come back just when another one has taken over what they had in hand, some
 * of the notifiers too: their leases end 31 to 33 s and 90 s after the claim.
 */
function planStop(random: Random, app: string): number {
  if (app === 'executor' && random.chance(0.5))
    return random.chance(0.8) ? random.between(29_500, 35_000) : random.between(35_000, 45_000)
  if (app === 'notifier' && random.chance(0.2)) return random.between(88_500, 93_000)
  return random.between(1_000, app === 'api' ? 8_000 : 20_000)
}

function planMode(random: Random): ProxyMode {
  const kind = random.weighted({ reset: 3, blackhole: 4, delay: 3, throttle: 1 })
  if (kind === 'blackhole') {
    return { kind, direction: random.pick(['to-server', 'to-client', 'both']) }
  }
  if (kind === 'delay') return { kind, ms: random.between(20, 1_000) }
  if (kind === 'throttle') return { kind, bytesPerSecond: random.between(1_000, 50_000) }
  return { kind }
}
