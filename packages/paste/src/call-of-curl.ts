import type { Call } from './call.ts'
import { CurlBody } from './curl-body.ts'
import { curlOptions, curlReasons } from './curl-options.ts'
import { Draft } from './draft.ts'
import { type Option, readOptions } from './options.ts'
import type { Command } from './read-commands.ts'

/** More stand in no command that somebody wrote. */
const mostAddresses = 20

type Place = Pick<Call, 'line' | 'source'>

/** The calls that a command of curl makes: one for each address. */
export function callsOfCurl({ words, input }: Command, place: Place): Call[] {
  const groups: Option[][] = [[]]
  for (const option of readOptions(words.slice(1), curlOptions)) {
    if (option.name === 'next') groups.push([])
    else groups.at(-1)?.push(option)
  }
  return groups.flatMap(options => callsOf(options, input, place))
}

function callsOf(options: readonly Option[], input: string | null, place: Place): Call[] {
  const draft = new Draft()
  const body = new CurlBody(draft, input)
  const addresses: Option[] = []
  let isGet = false
  let isHead = false
  for (const option of options) {
    const { name, value, what, word } = option
    if (name === '' || name === 'url') addresses.push(option)
    else {
      draft.note(word)
      if (name === 'get') isGet = true
      else if (name === 'head') isHead = true
      else if (!body.read(option)) readOption(draft, name, value, what)
    }
  }
  const query = isGet ? body.asQuery() : null
  if (isGet) draft.take('-G', 'the data in the query of the URL')
  else body.end()
  if (isHead) draft.take('-I', 'method HEAD')
  draft.method ??= isHead ? 'HEAD' : !isGet && body.method !== null ? body.method : null
  if (addresses.length === 0) {
    const problem = 'There is no URL in it.'
    return [{ ...place, request: null, taken: draft.taken, dropped: draft.dropped, problem }]
  }
  const globs = !options.some(({ name }) => name === 'globoff')
  return addresses.slice(0, mostAddresses).map(({ value, word }) => {
    const own = draft.copy()
    own.note(word)
    if (globs) noteGlob(own, value)
    return own.end(query === null ? value : withQuery(value, query), place)
  })
}

type Reader = (draft: Draft, value: string, what: string) => void

const asHeader =
  (name: string, shape = (value: string) => value): Reader =>
  (draft, value, what) =>
    draft.addHeader(what, name, shape(value))

/** What each option is read as; those that are about the body are read in curl-body.ts. */
const readers: Readonly<Record<string, Reader>> = {
  request: (draft, value, what) => {
    draft.method = value.toUpperCase()
    draft.take(`${what} ${value}`, `method ${draft.method}`)
  },
  header: (draft, value, what) => {
    if (value.startsWith('@')) draft.drop(`${what} ${value}`, onThatMachine)
    else draft.readHeader(what, value)
  },
  cookie: (draft, value, what) => {
    if (value.includes('=')) draft.addHeader(what, 'Cookie', value)
    else draft.drop(`${what} ${value}`, onThatMachine)
  },
  user: (draft, value, what) => {
    const [user = '', ...password] = value.split(':')
    if (password.length === 0) draft.drop(what, 'curl would ask for the password: put it in.')
    draft.authorize(what, user, password.join(':'))
  },
  'user-agent': asHeader('User-Agent'),
  referer: asHeader('Referer', value => value.replace(/;auto$/, '')),
  range: asHeader('Range', value => `bytes=${value}`),
  'oauth2-bearer': asHeader('Authorization', value => `Bearer ${value}`),
  'max-time': (draft, value, what) => draft.limit(what, value),
  retry: (draft, value, what) => draft.retry(`${what} ${value}`, Number(value || Number.NaN)),
  basic: () => {},
  globoff: () => {},
}

function readOption(draft: Draft, name: string, value: string, what: string): void {
  if (Object.hasOwn(readers, name)) readers[name]?.(draft, value, what)
  else draft.drop(what, reasonFor(name))
}

const reasonFor = (name: string) =>
  (Object.hasOwn(curlReasons, name) && curlReasons[name]) ||
  'Prikke has nothing that does the same.'

const onThatMachine = 'The file is on that machine.'

/** curl makes several addresses of `{a,b}` and `[1-9]`. */
function noteGlob(draft: Draft, url: string): void {
  const glob = /\{[^{}]{0,99},[^{}]{0,99}\}|\[\w{1,9}-\w{1,9}(?::\d{1,9})?\]/.exec(url)?.[0]
  if (glob !== undefined)
    draft.drop(glob, 'curl would call an address for each; a job has one. It stands as it is.')
}

function withQuery(url: string, query: string): string {
  if (query === '') return url
  const [, before = '', fragment = ''] = /^([^#]*)([\s\S]*)$/.exec(url) ?? []
  return before + (before.includes('?') ? '&' : '?') + query + fragment
}
