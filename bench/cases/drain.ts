import { setTimeout as sleep } from 'node:timers/promises'
import { checkExactlyOnce } from '../check-exactly-once.ts'
import { monotonicMs } from '../clock.ts'
import { cpuUs, peakMemoryMb, treeCpuUs } from '../cpu.ts'
import { fixed } from '../report.ts'
import type { Case, Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { withSystems } from '../systems/start-systems.ts'
import type { System } from '../systems/system.ts'

type Drained = {
  onceCount: number
  perSecond: number
  workerUs: number
  databaseUs: number
  sinkUs: number
  peakMb: number
}

const withinMs = 120_000
const lookEveryMs = 10

/** A backlog that appears at once, worked off by each system in turn. */
export const drainCase: Case = {
  name: 'drain',
  title: 'Drain',
  about: sizes =>
    `A backlog of ${fixed(sizes.drain)} jobs appears with one commit; measured until every outcome is stored. One worker process each, 100 posts under way. CPU in µs per job. Rounds by turns: ${sizes.rounds}; medians; the ratio is taken within a round. Prikke has 200 jobs of 20 organizations, in the second row of one.`,
  run: stage =>
    withSystems(
      stage,
      async systems => {
        const rounds: Drained[][] = []
        for (let round = 0; round < stage.sizes.rounds; round++) {
          const drained: Drained[] = []
          for (const system of systems) drained.push(await drain(system, stage.sizes.drain, stage))
          rounds.push(drained)
        }
        const columns = [
          '',
          'jobs/s',
          'of Prikke',
          'worker µs',
          'PostgreSQL µs',
          'sink µs',
          'peak MB',
          'arrived once',
        ]
        const rows = systems.map(({ name }, n) => {
          const of = (key: keyof Drained) => median(rounds.map(round => round[n]?.[key] ?? 0))
          const share = rounds.map(round => (round[n]?.perSecond ?? 0) / (round[0]?.perSecond ?? 0))
          return [
            name,
            fixed(of('perSecond')),
            fixed(median(share), 2),
            fixed(of('workerUs'), 1),
            fixed(of('databaseUs'), 1),
            fixed(of('sinkUs'), 1),
            fixed(of('peakMb')),
            fixed(of('onceCount')),
          ]
        })
        return { columns, rows }
      },
      ['prikke', 'prikke-1', 'graphile-worker', 'pg-boss'],
    ),
}

async function drain(system: System, count: number, { server, sink }: Stage): Promise<Drained> {
  const cpu = () => [cpuUs(system.pids), treeCpuUs(server.pid), cpuUs([sink.pid])] as const
  await sink.begin()
  const { ids, at } = await system.enqueue(count)
  const before = cpu()
  await sink.arrived(count, withinMs)
  while (!(await system.isEmpty())) await sleep(lookEveryMs)
  const seconds = (monotonicMs() - at) / 1000
  const after = cpu()
  // What one system leaves to be vacuumed must not be cleared up in the turn of the next.
  await system.database.pool.sql`vacuum analyze`
  const onceCount = checkExactlyOnce(system.name, ids, await sink.report())
  return {
    onceCount,
    perSecond: count / seconds,
    workerUs: (after[0] - before[0]) / count,
    databaseUs: (after[1] - before[1]) / count,
    sinkUs: (after[2] - before[2]) / count,
    peakMb: Math.max(...system.pids.map(peakMemoryMb)),
  }
}
