import { spawn } from 'node:child_process'
import { join } from 'node:path'

const usage = `npx pnpm@12 test:faults [options]
Without options every proof of the promises, one after another, in about half an hour:
  simulation   two million executions of the pure decisions, by seeded clocks and faults
  comparison   the simulation's model and the real statements, row by row, 200 scripts
  clocks       20,000 cases at the clock changes of every time zone against a minute scan
  fuzz         700 odd requests to every route of openapi.json
  points       every process dies 20 times at each of its named crash points
  seeds        real processes under a seeded script of faults: four seeds of a minute
With options of the last two (--seeds 1-12, --points, --help …) only these: see test/faults/main.ts.`

const root = join(import.meta.dirname, '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const faults = join(import.meta.dirname, 'faults/main.ts')

type Step = { name: string; args: string[]; env?: Record<string, string> }

const steps: Step[] = [
  {
    name: 'simulation',
    args: [join(import.meta.dirname, 'simulation/main.ts'), '--seeds', '1750'],
  },
  {
    name: 'comparison',
    args: [vitest, 'run', '--project', 'system', 'test/simulation/comparison.test.ts'],
    env: { PRIKKE_MODEL_SCRIPTS: '200' },
  },
  {
    name: 'clocks',
    args: [vitest, 'run', '--project', 'unit', 'packages/schedule/src/minute-scan.test.ts'],
    env: { PRIKKE_DST_CASES: '20000' },
  },
  {
    name: 'fuzz',
    args: [vitest, 'run', '--project', 'unit', 'apps/api/src/fuzz.test.ts'],
    env: { PRIKKE_FUZZ_CASES: '700' },
  },
  { name: 'points', args: [faults, '--points'] },
  { name: 'seeds', args: [faults, '--seeds', '1-4', '--seconds', '60', '--parallel', '2'] },
]

/** Runs one step to its end, with what it says shown; whether it found nothing wrong. */
function play({ args, env }: Step): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return new Promise(resolve => child.once('close', code => resolve(code === 0)))
}

const options = process.argv.slice(2)
if (options.includes('--help')) process.stdout.write(`${usage}\n\n`)
if (options.length > 0) {
  process.exitCode = (await play({ name: 'seeds', args: [faults, ...options] })) ? 0 : 1
} else {
  const failed: string[] = []
  for (const step of steps) {
    process.stdout.write(`\n${step.name}\n`)
    if (!(await play(step))) failed.push(step.name)
  }
  const passed = steps.length - failed.length
  process.stdout.write(`\n${passed} proofs passed, ${failed.length} failed ${failed.join(', ')}\n`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
