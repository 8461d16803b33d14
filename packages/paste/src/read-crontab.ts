import type { Call, Taken } from './call.ts'
import { callsOf } from './calls-of.ts'
import { readFields } from './crontab-fields.ts'
import { readSetting } from './crontab-setting.ts'
import { readCommands } from './read-commands.ts'
import { splitShell } from './split-shell.ts'

/** One line of a crontab, or one of several calls that it makes. */
export type CrontabLine = Call & {
  kind: 'job' | 'setting' | 'comment' | 'blank'
  /** Five fields or a macro, not yet judged; null unless it is a job. */
  expression: string | null
  /** The zone that the crontab names for it, not yet judged. */
  timezone: string | null
  /** What the comment right above it calls it. */
  name: string | null
}

type Known = {
  timezone: string | null
  variables: Map<string, { value: string; line: number }>
  comment: string | null
}

/**
 * Reads a crontab of a user or a system, as cron(8) does: every line is in the answer, in order, with
 * what it calls or why it calls nothing. Never throws.
 */
export function readCrontab(text: string): CrontabLine[] {
  const known: Known = { timezone: null, variables: new Map(), comment: null }
  return text.split(/\r\n|\n|\r/).flatMap((source, index) => readLine(source, index + 1, known))
}

function readLine(source: string, line: number, known: Known): CrontabLine[] {
  const { comment } = known
  known.comment = null
  const text = source.trim()
  const nothing = {
    ...{ line, source, request: null, taken: [], dropped: [], problem: null },
    ...{ expression: null, timezone: null, name: null },
  }
  if (text === '') return [{ ...nothing, kind: 'blank' }]
  if (text.startsWith('#')) {
    known.comment = nameIn(text)
    return [{ ...nothing, kind: 'comment' }]
  }
  const [, inlineZone, rest] = /^(?:CRON_)?TZ=(\S+)[ \t]+(\S[^\n]*)$/.exec(text) ?? []
  if (rest === undefined) {
    const setting = readSetting(text, line, known)
    if (setting !== null) return [{ ...nothing, ...setting, kind: 'setting' }]
  }
  const fields = readFields(rest ?? text)
  if (!fields.ok) return [{ ...nothing, kind: 'job', problem: fields.problem }]
  const timezone = inlineZone ?? known.timezone
  const { command, input } = splitPercent(fields.command)
  const commands = readCommands(splitShell(command, 'sh', known.variables))
  const [first] = commands
  if (first !== undefined && input !== null) first.input ??= input
  const head: Taken[] = [{ what: fields.expression, as: 'the schedule' }]
  if (timezone !== null) head.push({ what: `TZ ${timezone}`, as: 'its time zone' })
  if (comment !== null) head.push({ what: 'The comment above it', as: 'its name' })
  const dropped = [
    ...(fields.note === null ? [] : [{ what: '-', why: fields.note }]),
    ...(fields.user === null
      ? []
      : [{ what: fields.user, why: 'Nobody’s account is needed to call a URL.' }]),
  ]
  return callsOf(commands, { line, source }).map(call => ({
    ...call,
    kind: 'job',
    taken: [...head, ...call.taken],
    dropped: [...dropped, ...call.dropped],
    expression: fields.expression,
    timezone,
    name: comment,
  }))
}

/** The first `%` of a command ends it; what follows is its input, each further one a new line. */
function splitPercent(text: string): { command: string; input: string | null } {
  const [command = '', ...input] = text.split(/(?<!\\)%/)
  const plain = (part: string) => part.replaceAll('\\%', '%')
  return {
    command: plain(command),
    input: input.length === 0 ? null : `${input.map(plain).join('\n')}\n`,
  }
}

const longestName = 80

/** A comment that reads like a name, not like a line taken out or the head of the table. */
function nameIn(comment: string): string | null {
  if (comment.length > 2 * longestName) return null
  const text = comment.replace(/^[#\s=*-]+/, '').replace(/[#\s=*-]+$/, '')
  const isName = /\p{L}{2}/u.test(text) && text.length <= longestName
  const isLine = /^(?:@\w+|[*\d][\d*/,-]*)[ \t]/.test(text) || /\bdow\b|=/.test(text)
  return isName && !isLine ? text : null
}
