import { checkExactlyOnce } from '../check-exactly-once.ts'
import { epochOffsetMs } from '../clock.ts'
import { fixed } from '../report.ts'
import type { Case, Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { withSystems } from '../systems/start-systems.ts'
import type { System } from '../systems/system.ts'

/** Long enough ahead that everything is written before it is due. */
const aheadMs = 6_000

/** Many jobs due at one instant: how late each arrives. */
export const spikeCase: Case = {
  name: 'spike',
  title: 'Spike',
  about: sizes =>
    `${fixed(sizes.spike)} one-time jobs due at the same instant, made ${aheadMs / 1000} s before: arrival minus that instant, in ms. Peers have no timer for the next job that comes due: they look every 500 ms. Rounds by turns: ${sizes.rounds}; medians.`,
  run: stage =>
    withSystems(stage, async systems => {
      const rounds: number[][][] = []
      for (let round = 0; round < stage.sizes.rounds; round++) {
        const lateness: number[][] = []
        for (const system of systems) lateness.push(await burst(system, stage))
        rounds.push(lateness)
      }
      const rows = systems.map(({ name }, n) => {
        const each = (of: (late: number[]) => number, from = n) =>
          rounds.map(round => of(round[from] ?? []))
        const p99 = (late: number[]) => quantile(late, 0.99)
        const ofPrikke = each(p99).map((late, round) => late / (each(p99, 0)[round] ?? 0))
        return [
          name,
          fixed(median(each(late => Math.min(...late))), 1),
          fixed(median(each(late => quantile(late, 0.5)))),
          fixed(median(each(p99))),
          fixed(median(each(late => Math.max(...late)))),
          fixed(median(ofPrikke), 2),
        ]
      })
      return { columns: ['', 'first', 'p50', 'p99', 'last', 'p99 of Prikke'], rows }
    }),
}

async function burst(system: System, { sink, sizes }: Stage): Promise<number[]> {
  await sink.begin()
  const due = new Date(Date.now() + aheadMs)
  const idsOf = await system.schedule(sizes.spike, due)
  await sink.arrived(sizes.spike, aheadMs + 60_000)
  const offset = epochOffsetMs()
  const arrivals = await sink.report()
  checkExactlyOnce(system.name, await idsOf(), arrivals)
  return arrivals.at.map(at => at + offset - due.getTime())
}
