import { parseArgs } from 'node:util'
import { lineOf } from './report.ts'
import { runSeed } from './run-seed.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
})

const mostShown = 40
const options = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  hurry: false,
  say: (line: string) => process.stderr.write(`${line}\n`),
}
const { report, violations } = await runSeed(options)
for (const { check, what } of violations.slice(0, mostShown)) {
  process.stderr.write(`  ${check}: ${what}\n`)
}
process.stdout.write(`${values.json ? JSON.stringify(report) : lineOf(report)}\n`)
process.exit(violations.length > 0 ? 1 : 0)
