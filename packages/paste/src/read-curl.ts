import type { Call } from './call.ts'
import { callsOf } from './calls-of.ts'
import { dialectOf, plainText } from './dialect.ts'
import { type Command, readCommands } from './read-commands.ts'
import { splitShell } from './split-shell.ts'
import type { Variables } from './word.ts'

const prompt = /^[ \t]*(?:[$%]|PS [^>\n]*>|[A-Z]:\\[^>\n]*>)[ \t]*(?=(?:curl|wget)\b)/gm
const continuation = /(?<=\\\n)> ?/g
const setting = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s;&|]*))[ \t]*$/

/**
 * The calls of command lines of curl and wget, copied from a terminal, a page or a browser's tools:
 * with the quotes of a POSIX shell, cmd.exe or PowerShell. Never throws.
 */
export function readCurl(text: string): Call[] {
  const dialect = dialectOf(text)
  const typed = plainText(text, dialect).replace(prompt, '').replace(continuation, '')
  const { variables, rest } = takeSettings(typed)
  const commands = readCommands(splitShell(rest, dialect, variables))
  let line = 1
  let before = 0
  const found = statements(commands)
  return found.flatMap((statement, index) => {
    const at = startOf(statement) ?? 0
    line += rest.slice(before, at).split('\n').length - 1
    before = at
    return callsOf(statement, { line, source: shown(rest.slice(at, startOf(found[index + 1]))) })
  })
}

/** Variables that the text itself sets, each on a line of its own; blank lines stay in their place. */
function takeSettings(text: string): { variables: Variables; rest: string } {
  const variables = new Map<string, { value: string; line: number }>()
  const lines = text.split('\n').map((line, index) => {
    const [, name, double, single, bare = ''] = setting.exec(line) ?? []
    if (name === undefined) return line
    variables.set(name, { value: double ?? single ?? bare, line: index + 1 })
    return ''
  })
  return { variables, rest: lines.join('\n') }
}

/** Commands that hang together by `&&`, `||` and `|`. */
function statements(commands: readonly Command[]): Command[][] {
  const groups: Command[][] = []
  for (const command of commands) {
    const isNew = command.after === '' || command.after === ';' || command.after === '&'
    if (isNew || groups.length === 0) groups.push([command])
    else groups.at(-1)?.push(command)
  }
  return groups
}

const startOf = (statement: readonly Command[] | undefined) => statement?.[0]?.words[0]?.at

const shown = (text: string) => text.replace(/^\n+/, '').trimEnd().replace(/[;&]$/, '').trimEnd()
