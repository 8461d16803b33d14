import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'
import { cpuUs, peakMemoryMb, treeCpuUs } from '../cpu.ts'
import type { Server } from '../server.ts'
import { checkExactlyOnce, type Sink } from '../sink.ts'
import type { System } from '../systems/system.ts'

export type Drained = {
  perSecond: number
  workerUs: number
  databaseUs: number
  sinkUs: number
  peakMemoryMb: number
}

const withinMs = 120_000
const lookEveryMs = 5

/** Lets a system work off a backlog that appears at once, until every outcome is stored. */
export async function drain(
  system: System,
  count: number,
  { server, sink }: { server: Server; sink: Sink },
): Promise<Drained> {
  const cpu = () => [cpuUs(system.pids), treeCpuUs(server.pid), cpuUs([sink.pid])] as const
  await sink.begin()
  const { ids, at } = await system.enqueue(count)
  const before = cpu()
  await sink.arrived(count, withinMs)
  while (!(await system.isEmpty())) await sleep(lookEveryMs)
  const seconds = (monotonicMs() - at) / 1000
  const after = cpu()
  // What one system leaves to be vacuumed must not be cleared up in the turn of the next.
  await system.pool.sql`vacuum analyze`
  checkExactlyOnce(system.name, ids, await sink.report())
  const [workerUs, databaseUs, sinkUs] = after.map((us, n) => (us - (before[n] ?? 0)) / count)
  return {
    perSecond: count / seconds,
    workerUs: workerUs ?? 0,
    databaseUs: databaseUs ?? 0,
    sinkUs: sinkUs ?? 0,
    peakMemoryMb: Math.max(...system.pids.map(peakMemoryMb)),
  }
}
