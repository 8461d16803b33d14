import { parseArgs } from 'node:util'
import { type Drained, drain } from './cases/drain.ts'
import { startServer } from './server.ts'
import { startSink } from './sink.ts'
import { median } from './statistics.ts'
import { startGraphileWorker } from './systems/graphile-worker.ts'
import { startPrikke } from './systems/prikke.ts'
import type { StartSystem } from './systems/system.ts'

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    count: { type: 'string', default: '20000' },
    only: { type: 'string', multiple: true },
  },
})

const starts: Record<string, StartSystem> = {
  prikke: startPrikke({ organizationCount: 20 }),
  'prikke-1': startPrikke({ organizationCount: 1 }),
  'graphile-worker': startGraphileWorker,
}
const wanted = values.only ?? Object.keys(starts)
const count = Number(values.count)

const server = await startServer()
const sink = await startSink()
const stage = { server, sink }
try {
  const systems = []
  for (const name of wanted) {
    const start = starts[name]
    if (start === undefined) throw new Error(`There is no system ${name}.`)
    systems.push(await start({ server, sinkUrl: sink.url }))
  }
  for (const system of systems) await drain(system, 3_000, stage)
  const results = new Map<string, Drained[]>(systems.map(({ name }) => [name, []]))
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const system of systems) {
      const drained = await drain(system, count, stage)
      results.get(system.name)?.push(drained)
      console.log(round, system.name, drained)
    }
  }
  const peer = results.get('graphile-worker')
  for (const [name, all] of results) {
    const of = (key: keyof Drained) => median(all.map(each => each[key])).toFixed(1)
    const ratio =
      peer && median(all.map((each, n) => each.perSecond / (peer[n]?.perSecond ?? 0))).toFixed(2)
    console.log(
      `${name}: ${of('perSecond')}/s, executor ${of('workerUs')} µs, PostgreSQL ${of('databaseUs')} µs, sink ${of('sinkUs')} µs, peak ${of('peakMemoryMb')} MB, ratio to graphile-worker ${ratio ?? '-'}`,
    )
  }
  for (const system of systems) await system.end()
} finally {
  await sink.end()
  await server.remove()
}
