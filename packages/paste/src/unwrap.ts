import { type Command, readCommands } from './read-commands.ts'
import { splitShell } from './split-shell.ts'
import type { Word } from './word.ts'

/** A command without the programs that only start it, and what of them a job can have. */
export type Unwrapped = {
  command: Command
  timeout: string | null
  skipsOverlap: boolean
  dropped: { what: string; why: string }[]
  /** Commands that a shell in it runs instead: `sh -c '…'`. */
  inner: Command[] | null
}

/** Programs that start another one, and their options that take a value. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  ...{
    sudo: ['-u', '-g', '-h', '-p'],
    nice: ['-n'],
    ionice: ['-c', '-n'],
    nohup: [],
    time: ['-o', '-f'],
  },
  ...{
    exec: [],
    command: [],
    chronic: [],
    cronic: [],
    setsid: [],
    stdbuf: ['-i', '-o', '-e'],
    env: ['-u'],
  },
  ...{
    timeout: ['-k', '-s', '--kill-after', '--signal'],
    flock: ['-w', '-E', '--timeout', '--wait'],
  },
}
const mostWrappers = 20
const shell = /^(?:ba|z|da|k|a)?sh$/
const assignment = /^[A-Za-z_]\w*=/

/** The name of a program, without its folder. */
export const programOf = (word: Word | undefined) =>
  (word?.text ?? '')
    .replace(/^.*[/\\]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase()

/** Takes off `VAR=x`, sudo, nice, timeout, flock and the like. */
export function unwrap(command: Command): Unwrapped {
  const found: Unwrapped = { command, timeout: null, skipsOverlap: false, dropped: [], inner: null }
  let words = command.words
  for (let taken = 0; taken < mostWrappers; taken++) {
    const assigned = words.findIndex(({ text }) => !assignment.test(text))
    for (const { text } of words.slice(0, Math.max(assigned, 0))) {
      found.dropped.push({
        what: text.split('=')[0] ?? '',
        why: 'It is set for that machine’s program.',
      })
    }
    words = words.slice(Math.max(assigned, 0))
    const program = programOf(words[0])
    const rest = words.slice(1)
    if (shell.test(program)) {
      const flag = rest.findIndex(({ text }) => /^-\w*c$/.test(text))
      const script = rest[flag + 1]
      if (flag !== -1 && script !== undefined) found.inner = readCommands(splitShell(script.text))
      break
    }
    const valued = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined
    if (valued === undefined) break
    const after = skipOptions(rest, valued)
    const options = rest.slice(0, after).map(({ text }) => text)
    if (program === 'timeout') {
      found.timeout = seconds(rest[after]?.text ?? '')
      words = rest.slice(after + 1)
    } else if (program === 'flock') {
      found.skipsOverlap = options.some(text => /^-\w*n|^--nonblock|^--nb/.test(text))
      if (!found.skipsOverlap) {
        found.dropped.push({
          what: 'flock',
          why: 'A job does not wait for an earlier run: it runs beside it, or skips.',
        })
      }
      const [dash, script] = rest.slice(after + 1)
      if (/^(?:-c|--command)$/.test(dash?.text ?? '') && script !== undefined) {
        found.inner = readCommands(splitShell(script.text))
        break
      }
      words = rest.slice(after + 1)
    } else {
      found.dropped.push({
        what: program,
        why: 'It is about that machine: a job needs none of it.',
      })
      words = rest.slice(after)
    }
    if (words.length === 0) break
  }
  return { ...found, command: { ...command, words } }
}

/** How many words in front are options, with the values that they take. */
function skipOptions(words: readonly Word[], valued: readonly string[]): number {
  let at = 0
  while (/^-./.test(words[at]?.text ?? '')) at += valued.includes(words[at]?.text ?? '') ? 2 : 1
  return Math.min(at, words.length)
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** `30`, `30s`, `5m` in seconds, as text. */
function seconds(text: string): string | null {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text) ?? []
  return count === undefined ? null : String(Number(count) * (unitSeconds[unit || 's'] ?? 1))
}
