import type { Call, Dropped } from './call.ts'
import { callsOfCurl } from './call-of-curl.ts'
import { callsOfWget } from './call-of-wget.ts'
import { Draft } from './draft.ts'
import type { Command } from './read-commands.ts'
import { programOf, type Unwrapped, unwrap } from './unwrap.ts'

type Place = Pick<Call, 'line' | 'source'>

const readers = { curl: callsOfCurl, wget: callsOfWget }
const harmless = new Set([
  'cd',
  'sleep',
  '.',
  'source',
  'export',
  'set',
  'umask',
  'true',
  ':',
  'echo',
])
const conditions = new Set(['[', '[[', 'test', 'if', 'then', 'while', 'until', 'for', 'case', '!'])
const deepest = 4
const longestShown = 60

/** The calls of a command line; one without a request when it makes none that Prikke could make. */
export function callsOf(commands: readonly Command[], place: Place): Call[] {
  const flat = commands.flatMap(command => opened(command, 0))
  const calls: Call[] = []
  const lastCall = flat.findLastIndex(({ command }) => isCall(command))
  let before: Unwrapped[] = []
  for (const [index, each] of flat.entries()) {
    const program = programOf(each.command.words[0])
    const read = program === 'curl' || program === 'wget' ? readers[program] : undefined
    if (read === undefined) {
      const last = calls.at(-1)
      const isBehind = last !== undefined && before.length === 0 && each.command.after !== ''
      if (isBehind && index > lastCall) last.dropped.push(behind(each))
      else before.push(each)
      continue
    }
    const input = each.command.input ?? echoed(before.at(-1), each)
    const made = read({ ...each.command, input }, place)
    calls.push(...made.map(call => within(call, each, before, input !== each.command.input)))
    before = []
  }
  if (calls.length > 0) return calls
  return [{ ...place, request: null, taken: [], dropped: [], problem: noCall(flat) }]
}

function opened(command: Command, depth: number): Unwrapped[] {
  const found = unwrap(command)
  if (found.inner === null || depth >= deepest) return [found]
  return found.inner
    .flatMap(each => opened(each, depth + 1))
    .map(each => ({
      ...each,
      timeout: each.timeout ?? found.timeout,
      skipsOverlap: each.skipsOverlap || found.skipsOverlap,
      dropped: [...found.dropped, ...each.dropped],
    }))
}

const isCall = ({ words }: Command) => Object.hasOwn(readers, programOf(words[0]))

/** The call with what its line has around it. */
function within(
  call: Call,
  { command, timeout, skipsOverlap, dropped }: Unwrapped,
  before: readonly Unwrapped[],
  isEchoed: boolean,
): Call {
  const draft = new Draft()
  draft.taken = call.taken
  draft.dropped = call.dropped
  for (const each of dropped) draft.drop(each.what, each.why)
  if (timeout !== null) {
    draft.timeoutMs = call.request?.timeoutMs ?? null
    draft.limit('timeout', timeout)
  }
  if (skipsOverlap) draft.take('flock -n', 'skip a run while an earlier one is under way')
  for (const { operator, target } of command.redirects) {
    if (!operator.includes('<'))
      draft.drop(`${operator}${target}`, 'Prikke keeps the answer by itself.')
    else if (!operator.includes('<<'))
      draft.drop(`${operator} ${target}`, 'The file is on that machine.')
  }
  const needed = before.filter(each => !isHarmless(each) && !isEchoed)
  for (const each of before) {
    if (isHarmless(each) && !isEchoed)
      draft.drop(shown(each), 'Only the call is made, on the minute.')
  }
  const own = timeout === null ? {} : { timeoutMs: draft.timeoutMs }
  return {
    ...call,
    request: call.request === null ? null : { ...call.request, ...own, skipsOverlap },
    problem: call.problem ?? (needed.length === 0 ? null : firstRuns(needed)),
  }
}

const isHarmless = ({ command }: Unwrapped) => harmless.has(programOf(command.words[0]))

function firstRuns(needed: readonly Unwrapped[]): string {
  const condition = needed.find(({ command }) => conditions.has(programOf(command.words[0])))
  if (condition !== undefined) {
    return `It calls only if ${quoted(condition)} says so, and Prikke cannot ask that machine.`
  }
  const names = needed.map(quoted).join(', ')
  return `It first runs ${names} on that machine, and Prikke only calls URLs.`
}

/** What `echo` says is what the call behind its pipe reads. */
function echoed(before: Unwrapped | undefined, { command }: Unwrapped): string | null {
  if (before === undefined || !command.after.startsWith('|') || command.after === '||') return null
  const [program, ...words] = before.command.words
  if (programOf(program) !== 'echo') return null
  const said = words.filter(({ text }, index) => index > 0 || !/^-[neE]+$/.test(text))
  return `${said.map(({ text }) => text).join(' ')}\n`
}

const behind = (each: Unwrapped): Dropped => ({
  what: `${each.command.after} ${shown(each)}`,
  why: 'Only the call is made; whether it succeeded its status says.',
})

function noCall(flat: readonly Unwrapped[]): string {
  const first = flat.find(each => !isHarmless(each)) ?? flat[0]
  if (first === undefined) return 'There is no command in it.'
  const program = programOf(first.command.words[0])
  if (/^(?:invoke-webrequest|invoke-restmethod|iwr|irm|http|https|xh|httpie)$/.test(program)) {
    return `It calls with ${quoted(first)}; only curl and wget are read here.`
  }
  if (/^(?:ssh|docker|podman|kubectl)$/.test(program)) {
    return `It runs ${quoted(first)}, somewhere that Prikke does not reach. Prikke only calls URLs.`
  }
  return `It runs ${quoted(first)} on that machine, and Prikke only calls URLs.`
}

const quoted = (each: Unwrapped) => `“${shown(each)}”`

function shown({ command }: Unwrapped): string {
  const text = command.words.map(word => word.text).join(' ')
  return text.length <= longestShown ? text : `${text.slice(0, longestShown).toWellFormed()}…`
}
