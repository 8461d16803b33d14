import type { Stage } from '../stage.ts'
import { startGraphileWorker } from './graphile-worker.ts'
import { startPgBoss } from './pg-boss.ts'
import { startPrikke } from './prikke.ts'
import type { StartSystem, System } from './system.ts'

const all: Record<string, StartSystem> = {
  prikke: startPrikke({ organizationCount: 20 }),
  'prikke-1': startPrikke({ organizationCount: 1 }),
  'graphile-worker': startGraphileWorker,
  'pg-boss': startPgBoss,
}

const beside = ['prikke', 'graphile-worker', 'pg-boss']

/** Starts Prikke and its peers, or those that were asked for, and has each work off a few jobs. */
export async function withSystems<T>(
  { server, sink, sizes, only }: Stage,
  measure: (systems: System[]) => Promise<T>,
  names = beside,
): Promise<T> {
  const systems: System[] = []
  try {
    for (const name of only ?? names) {
      const start = all[name]
      if (start === undefined) throw new Error(`The systems are ${Object.keys(all).join(', ')}.`)
      const system = await start(server, sink.url)
      systems.push(system)
      await sink.begin()
      await system.enqueue(sizes.warmUp)
      await sink.arrived(sizes.warmUp, 60_000)
    }
    return await measure(systems)
  } finally {
    for (const system of systems) await system.end()
  }
}
