import { parseArgs } from 'node:util'
import { claimCase } from './cases/claim.ts'
import { drainCase } from './cases/drain.ts'
import { fanOutCase } from './cases/fan-out.ts'
import { hungHostCase } from './cases/hung-host.ts'
import { idleCase } from './cases/idle.ts'
import { latencyCase } from './cases/latency.ts'
import { readsCase } from './cases/reads.ts'
import { scaleOutCase } from './cases/scale-out.ts'
import { searchCase } from './cases/search.ts'
import { soakCase } from './cases/soak.ts'
import { spikeCase } from './cases/spike.ts'
import { sectionText, writeResults } from './report.ts'
import { startServer } from './server.ts'
import { startSink } from './sink.ts'
import { sizes } from './sizes.ts'
import type { Case } from './stage.ts'

/*
 * Measures Prikke beside its peers: `npx pnpm@12 bench [case …] [--only system] [--rounds 3]`.
 * `--quick` does a little of everything, to see that it works. Only what was measured in full is kept.
 */
const cases: Case[] = [
  drainCase,
  latencyCase,
  spikeCase,
  fanOutCase,
  claimCase,
  searchCase,
  soakCase,
  scaleOutCase,
  hungHostCase,
  readsCase,
  idleCase,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
})
const unknown = positionals.filter(name => !cases.some(each => each.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; cases: ${cases.map(each => each.name).join(', ')}.`,
  )
  process.exit(1)
}
const wanted = cases.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const size = values.quick ? sizes.quick : sizes.full
const asked = { ...size, rounds: values.rounds === undefined ? size.rounds : Number(values.rounds) }

const server = await startServer()
const sink = await startSink()
try {
  const sections = new Map<string, string>()
  for (const each of wanted) {
    const stage = { server, sink, sizes: asked, only: values.only ?? null }
    const section = sectionText(each, asked, await each.run(stage))
    console.log(`\n${section}`)
    sections.set(each.name, section)
  }
  const isWhole = !values.quick && values.only === undefined && values.rounds === undefined
  if (isWhole) writeResults(cases, sections, server)
} finally {
  await sink.end()
  await server.remove()
}
