import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { FaultSpan } from './fault-log.ts'
import { lineOf, type Report, tableOf } from './report.ts'
import { runPoints } from './run-points.ts'
import { runSeed } from './run-seed.ts'
import type { Verdict } from './stage.ts'

const usage = `test:faults [--seeds 1-12] [--seconds 60] [--rate 100] [--parallel 1] [--points] [--visits 20] [--json]
  --seeds     which scripts of load and faults to run: 7, 1-12 or 1,5,9
  --points    let every process die at every crash point, --visits times each, instead
  --parallel  so many seeds at once, each in a process of its own
  --hurry     leases of dead workers end at once when the faults are over`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string' },
    parallel: { type: 'string', default: '1' },
    points: { type: 'boolean', default: false },
    visits: { type: 'string', default: '20' },
    hurry: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const mostShown = 40
const say = (line: string) => void process.stderr.write(`${line}\n`)

function seedsOf(text: string): number[] {
  return text.split(',').flatMap(part => {
    const [first = '', last = first] = part.split('-')
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => Number(first) + n)
  })
}

function playSeed(seed: number): Promise<Verdict> {
  const seconds = Number(values.seconds)
  return runSeed({ seed, seconds, rate: Number(values.rate ?? 100), hurry: values.hurry, say })
}

function playPoints(seed: number): Promise<Verdict> {
  return runPoints({ seed, rate: Number(values.rate ?? 40), visits: Number(values.visits), say })
}

const again = (seed: number) =>
  values.points
    ? `--points --seeds ${seed} --visits ${values.visits}`
    : `--seeds ${seed} --seconds ${values.seconds} --rate ${values.rate ?? 100}`

/** What was done when, for whoever looks for the reason. */
function sayFaults(faults: readonly FaultSpan[]): void {
  for (const { kind, slot, pid, from, to } of faults) {
    if (kind === 'gone') continue
    const end = Number.isFinite(to) ? `to ${new Date(to).toISOString()}` : ''
    say(`    ${new Date(from).toISOString()} ${end} ${kind} ${slot ?? ''} ${pid ?? ''}`)
  }
}

/** One run in this process; says every violation, and how to have it again. */
async function playOne(seed: number): Promise<Report> {
  const { report, violations, faults } = await (values.points ? playPoints(seed) : playSeed(seed))
  for (const { check, what } of violations.slice(0, mostShown)) say(`  ${check}: ${what}`)
  if (violations.length > mostShown) say(`  and ${violations.length - mostShown} more`)
  if (violations.length > 0) sayFaults(faults)
  if (violations.length > 0) say(`again with: npx pnpm@12 test:faults ${again(seed)}`)
  return report
}

/** The same in a process of its own: what it says goes on, its report comes back. */
function playApart(seed: number): Promise<Report | null> {
  const self = fileURLToPath(import.meta.url)
  const args = [self, '--json', ...again(seed).split(' '), ...(values.hurry ? ['--hurry'] : [])]
  return new Promise(resolve => {
    const child = execFile(process.execPath, args, (error, stdout) => {
      if (error !== null && stdout === '')
        say(`seed ${seed} did not come to its end: ${error.message}`)
      resolve(stdout === '' ? null : (JSON.parse(stdout) as Report))
    })
    child.stderr?.pipe(process.stderr)
  })
}

async function playAll(seeds: number[]): Promise<(Report | null)[]> {
  const waiting = [...seeds]
  const reports: (Report | null)[] = []
  const worker = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const report = await playApart(seed)
      reports.push(report)
      if (report !== null && !values.json) process.stdout.write(`${lineOf(report)}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.parallel) }, worker))
  return reports
}

if (values.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}
const seeds = seedsOf(values.seed ?? values.seeds)
const [only = 1] = seeds
const reports = seeds.length === 1 ? [await playOne(only)] : await playAll(seeds)
const there = reports.filter(report => report !== null)
if (values.json) process.stdout.write(`${JSON.stringify(seeds.length === 1 ? there[0] : there)}\n`)
else process.stdout.write(`${seeds.length === 1 ? there.map(lineOf).join('') : tableOf(there)}\n`)
process.exit(
  there.length === seeds.length && there.every(report => report.violations === 0) ? 0 : 1,
)
