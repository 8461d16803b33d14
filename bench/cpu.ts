import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const tickUs = 1_000_000 / clockTicks()

/** Processor time is read from /proc, which only Linux has. */
function clockTicks(): number {
  if (process.platform !== 'linux') {
    throw new Error('The bench reads processor time and memory from /proc: run it on Linux.')
  }
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
}

type Stat = { parent: number; own: number; reaped: number }

/** Fields 4 and 14 to 17 of /proc/pid/stat; the name before them may hold anything. */
function statOf(pid: number | string): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (field: number) => Number(fields[field - 3])
  return { parent: at(4), own: at(14) + at(15), reaped: at(16) + at(17) }
}

/** Processor time of processes so far, in µs: user and system, all threads. */
export function cpuUs(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + statOf(pid).own, 0) * tickUs
}

/** The same of a process with all its children, also of those that have ended. */
export function treeCpuUs(pid: number): number {
  const { own, reaped } = statOf(pid)
  const children = statsOfAll().filter(({ parent }) => parent === pid)
  return children.reduce((sum, child) => sum + child.own + child.reaped, own + reaped) * tickUs
}

function statsOfAll(): Stat[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        return [statOf(pid)]
      } catch {
        // It ended meanwhile: its parent has its time now, or another has.
        return []
      }
    })
}

/** The most memory that a process has held since its start, in MB (VmHWM). */
export function peakMemoryMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1]) / 1024
}
