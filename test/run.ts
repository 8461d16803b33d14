import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { closingLine, type Totals } from './closing-line.ts'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules/.bin')
const checks = ['lint', 'promises', 'types', 'unused', 'versions', 'structure', 'build']
const summaries = join(root, '.turbo/runs')

type Ended = { code: number | null; said: unknown }

/** Runs one of our tools to its end; `said` is the last message it sent. */
function run(tool: string, args: string[]): Promise<Ended> {
  const child = spawn(join(bin, tool), args, {
    cwd: root,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1' },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  let said: unknown
  child.on('message', message => {
    said = message
  })
  // A terminal interrupts the child by itself; the totals still follow.
  const interrupt = () => {}
  const stop = () => child.kill('SIGTERM')
  process.on('SIGINT', interrupt).on('SIGTERM', stop)
  return new Promise<Ended>(resolve => {
    child.once('error', error => {
      console.error(error.message)
      resolve({ code: null, said })
    })
    child.once('close', code => resolve({ code, said }))
  }).finally(() => process.off('SIGINT', interrupt).off('SIGTERM', stop))
}

/** Every check counts as one, whether turbo ran it or remembers that it passed. */
async function runChecks(): Promise<Totals> {
  rmSync(summaries, { recursive: true, force: true })
  const options = ['--continue=always', '--summarize', '--output-logs=errors-only']
  const { code } = await run('turbo', ['run', ...checks, ...options])
  const results = readSummary()
  for (const { name, passed, seconds } of results)
    process.stdout.write(`${passed ? '✓' : '✗'} ${name}  ${seconds.toFixed(1)} s\n`)
  const failed = results.filter(({ passed }) => !passed).length
  return {
    passed: results.length - failed,
    // Turbo may fail outside of every check, or leave one out: neither may read as green.
    failed: Math.max(failed, code === 0 && results.length >= checks.length ? 0 : 1),
    skipped: 0,
  }
}

type Check = { name: string; passed: boolean; seconds: number }
type Summary = {
  tasks: {
    taskId: string
    command: string
    execution?: { startTime: number; endTime: number; exitCode: number | null }
  }[]
}

function readSummary(): Check[] {
  const [file] = existsSync(summaries) ? readdirSync(summaries) : []
  if (file === undefined) return []
  const { tasks } = JSON.parse(readFileSync(join(summaries, file), 'utf8')) as Summary
  return tasks
    .filter(({ command }) => command !== '<NONEXISTENT>')
    .map(({ taskId, execution }) => ({
      name: taskId.replace(/^\/\/#/, ''),
      passed: execution?.exitCode === 0,
      seconds: execution === undefined ? 0 : (execution.endTime - execution.startTime) / 1000,
    }))
}

async function runTests(): Promise<Totals> {
  const { code, said } = await run('vitest', ['run', '--project=!structure'])
  const totals = (said as Totals | undefined) ?? { passed: 0, failed: 0, skipped: 0 }
  // A vitest that crashed, or found nothing, is a failure however many tests passed before.
  const broken = code !== 0 || totals.passed === 0
  return broken ? { ...totals, failed: Math.max(totals.failed, 1) } : totals
}

const ran = [await runChecks(), await runTests()]
const sum = (count: keyof Totals) => ran.reduce((total, totals) => total + totals[count], 0)
const totals = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
process.exitCode = totals.failed > 0 ? 1 : 0
process.stdout.write(`\n${closingLine(totals)}\n`)
