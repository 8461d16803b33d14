import { setTimeout as sleep } from 'node:timers/promises'
import { checkExactlyOnce } from '../check-exactly-once.ts'
import { monotonicMs } from '../clock.ts'
import { fixed } from '../report.ts'
import type { Case, Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { withSystems } from '../systems/start-systems.ts'
import type { System } from '../systems/system.ts'

const everyMs = 20

/** Light load: how long a new job takes to reach its target. */
export const latencyCase: Case = {
  name: 'latency',
  title: 'Enqueue to arrival',
  about: sizes =>
    `One job every ${everyMs} ms for ${sizes.latencySeconds} s: from the call that makes it to its arrival, in ms. Prikke does what its route of "run now" does, in a transaction. Rounds by turns: ${sizes.rounds}; medians.`,
  run: stage =>
    withSystems(stage, async systems => {
      const rounds: number[][][] = []
      for (let round = 0; round < stage.sizes.rounds; round++) {
        const spans: number[][] = []
        for (const system of systems) spans.push(await trickle(system, stage))
        rounds.push(spans)
      }
      const rows = systems.map(({ name }, n) => {
        const each = (share: number, from = n) =>
          rounds.map(round => quantile(round[from] ?? [], share))
        const of = (share: number) => median(each(share))
        const ofPrikke = each(0.99).map((p99, round) => p99 / (each(0.99, 0)[round] ?? 0))
        return [
          name,
          ...[0.5, 0.95, 0.99].map(share => fixed(of(share), 1)),
          fixed(Math.max(...each(0.99)), 1),
          fixed(median(ofPrikke), 2),
        ]
      })
      return { columns: ['', 'p50', 'p95', 'p99', 'worst p99', 'p99 of Prikke'], rows }
    }),
}

async function trickle(system: System, { sink, sizes }: Stage): Promise<number[]> {
  const count = Math.floor((sizes.latencySeconds * 1000) / everyMs)
  await sink.begin()
  const begin = monotonicMs()
  const enqueued: Promise<{ id: string; at: number }>[] = []
  for (let n = 0; n < count; n++) {
    await sleep(Math.max(0, begin + n * everyMs - monotonicMs()))
    const at = monotonicMs()
    enqueued.push(system.enqueueOne().then(id => ({ id, at })))
  }
  const calls = await Promise.all(enqueued)
  await sink.arrived(count, 30_000)
  const arrivals = await sink.report()
  checkExactlyOnce(
    system.name,
    calls.map(({ id }) => id),
    arrivals,
  )
  const arrivedAt = new Map(arrivals.ids.map((id, n) => [id, arrivals.at[n] ?? 0]))
  return calls.map(({ id, at }) => (arrivedAt.get(id) ?? Number.NaN) - at)
}
