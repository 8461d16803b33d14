import type { ReplayEdit } from '@prikke/contract'
import type { HeaderDraft } from './job-draft.ts'

type Sent = {
  method: string
  url: string
  headers: Readonly<Record<string, string | { secret: true }>>
  body: string | null
}

/** A request as it is typed. */
export type RequestDraft = {
  method: NonNullable<ReplayEdit['method']>
  url: string
  headers: HeaderDraft[]
  body: string
}

const ownOfPrikke =
  /^(webhook-(id|timestamp|signature)|prikke-.+|accept-encoding|host|content-length)$/i

/** What somebody may change of what was sent: without the headers that every delivery adds. */
export function requestDraft({ method, url, headers, body }: Sent): RequestDraft {
  const own = Object.entries(headers).filter(
    ([name, value]) => !ownOfPrikke.test(name) && !isUserAgentOfPrikke(name, value),
  )
  return {
    method: method as RequestDraft['method'],
    url,
    headers: own.map(([name, value]) =>
      typeof value === 'string'
        ? { name, value, secret: false, kept: false }
        : { name, value: '', secret: true, kept: true },
    ),
    body: body ?? '',
  }
}

const isUserAgentOfPrikke = (name: string, value: string | { secret: true }) =>
  name.toLowerCase() === 'user-agent' && typeof value === 'string' && value.startsWith('Prikke/')

/** The draft as the API takes it, whole. A secret that was kept is named without its value. */
export function editOf({ method, url, headers, body }: RequestDraft): ReplayEdit {
  const named = headers.filter(({ name, value }) => name.trim() !== '' || value !== '')
  return {
    method,
    url,
    body: body === '' ? null : body,
    headers: Object.fromEntries(
      named.map(({ name, value, secret, kept }) => {
        if (!secret) return [name.trim(), value]
        return [name.trim(), kept && value === '' ? { secret } : { value, secret }]
      }),
    ) as NonNullable<ReplayEdit['headers']>,
  }
}

/** Whether secrets of the job would go to another host than the one that they are for. */
export function leaksSecrets(draft: RequestDraft, home: string): boolean {
  return (
    draft.headers.some(({ kept, value }) => kept && value === '') &&
    hostOf(draft.url) !== hostOf(home)
  )
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')
