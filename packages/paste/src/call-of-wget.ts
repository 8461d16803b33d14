import type { Call } from './call.ts'
import { Draft } from './draft.ts'
import { type OptionTable, readOptions } from './options.ts'
import type { Command } from './read-commands.ts'

const options: OptionTable = {
  letters: {
    ...{ O: 'output-document', o: 'output-file', a: 'append-output', q: 'quiet', v: 'verbose' },
    ...{ U: 'user-agent', T: 'timeout', t: 'tries', w: 'wait', Q: 'quota', P: 'directory-prefix' },
    ...{ b: 'background', c: 'continue', N: 'timestamping', S: 'server-response', n: 'no' },
    ...{
      4: 'inet4-only',
      6: 'inet6-only',
      i: 'input-file',
      e: 'execute',
      r: 'recursive',
      l: 'level',
    },
    ...{
      d: 'debug',
      x: 'force-directories',
      m: 'mirror',
      k: 'convert-links',
      p: 'page-requisites',
    },
  },
  valued: new Set(
    `output-document output-file append-output user-agent timeout dns-timeout connect-timeout
    read-timeout tries wait waitretry quota directory-prefix input-file execute level header referer
    post-data post-file body-data body-file method user password http-user http-password
    load-cookies save-cookies limit-rate bind-address ca-certificate ca-directory certificate
    private-key secure-protocol progress max-redirect base retry-on-http-error compression`.split(
      /\s+/,
    ),
  ),
  plain: new Set(
    `quiet verbose no-verbose spider no-check-certificate background continue timestamping
    server-response inet4-only inet6-only delete-after no-cache no-cookies no-proxy no-hsts
    show-progress content-on-error keep-session-cookies recursive mirror debug`.split(/\s+/),
  ),
}

/** More stand in no command that somebody wrote. */
const mostAddresses = 20
const formType = 'application/x-www-form-urlencoded'
const reasons: Readonly<Record<string, string>> = {
  'no-check-certificate': 'Prikke always checks certificates: a target with a bad one fails.',
  'post-file': 'The file is on that machine: put what is in it into the body.',
  'body-file': 'The file is on that machine: put what is in it into the body.',
  'input-file': 'The file of addresses is on that machine.',
  'load-cookies': 'Prikke keeps no cookies between runs.',
  'save-cookies': 'Prikke keeps no cookies between runs.',
  'max-redirect': 'Prikke follows no redirects: put in the URL at the end of them.',
}
const otherwise =
  'It is about what wget prints, keeps or follows; Prikke keeps the answer by itself.'

/** The calls that a command of wget makes: one for each address. */
export function callsOfWget({ words }: Command, place: Pick<Call, 'line' | 'source'>): Call[] {
  const draft = new Draft()
  const read = readOptions(
    words.slice(1).filter(({ text }) => !/^-n[vcdHp]$/.test(text)),
    options,
  )
  const addresses = read.filter(({ name }) => name === '')
  let [user, password] = ['', '']
  for (const { name, value, what, word } of read) {
    if (name === '') continue
    draft.note(word)
    if (name === 'header') draft.readHeader(what, value)
    else if (name === 'user-agent') draft.addHeader(what, 'User-Agent', value)
    else if (name === 'referer') draft.addHeader(what, 'Referer', value)
    else if (name === 'timeout' || name === 'read-timeout') draft.limit(what, value)
    else if (name === 'tries') draft.retry(`${what} ${value}`, Number(value || Number.NaN) - 1)
    else if (name === 'user' || name === 'http-user') user = value
    else if (name === 'password' || name === 'http-password') password = value
    else if (name === 'spider') setMethod(draft, what, 'HEAD')
    else if (name === 'method') setMethod(draft, `${what}=${value}`, value.toUpperCase())
    else if (name === 'post-data' || name === 'body-data') {
      draft.body = value
      if (name === 'post-data') setMethod(draft, what, 'POST')
      draft.take(what, `body, ${value.length.toLocaleString('en')} characters`)
    } else draft.drop(what, (Object.hasOwn(reasons, name) && reasons[name]) || otherwise)
  }
  if (user !== '') draft.authorize('--user', user, password)
  if (draft.body !== null && !draft.has('content-type')) {
    draft.headers.push(['Content-Type', formType])
    draft.take('The kind of body', `header Content-Type: ${formType}, as wget sends it`)
  }
  if (addresses.length === 0) {
    const problem = 'There is no URL in it.'
    return [{ ...place, request: null, taken: draft.taken, dropped: draft.dropped, problem }]
  }
  return addresses.slice(0, mostAddresses).map(({ value, word }) => {
    const own = draft.copy()
    own.note(word)
    return own.end(value, place)
  })
}

function setMethod(draft: Draft, what: string, method: string): void {
  draft.method = method
  draft.take(what, `method ${method}`)
}
