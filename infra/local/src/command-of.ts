import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const hasProc = existsSync('/proc/self/cmdline')

/** The command line of a live process, words joined by spaces; null when it is gone or a zombie. */
export async function commandOf(pid: number): Promise<string | null> {
  try {
    const command = hasProc
      ? (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ')
      : (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
    return command.trim() || null
  } catch {
    return null
  }
}
