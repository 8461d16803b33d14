import { isIP } from 'node:net'

export type UrlProblem = {
  code:
    | 'url_invalid'
    | 'url_scheme_not_allowed'
    | 'url_credentials_not_allowed'
    | 'url_port_not_allowed'
    | 'url_blocked_address'
    | 'url_blocked_host'
  message: string
}

/** A URL that is fit to be called, taken apart. */
export type Target = {
  url: URL
  /** Scheme, host without a trailing dot, port: what a connection may be shared for. */
  origin: string
  /** Lower case, without brackets or a trailing dot. */
  hostname: string
  port: number
  /** Path and query as sent. */
  path: string
  /** The address when the host is one, however it was spelt; null for a name. */
  address: string | null
}

const longestUrl = 2048
const longestHostname = 253

/** Ports of services that a plain HTTP request can harm or talk to. */
const deniedPorts: ReadonlySet<number> = new Set([
  0, 22, 23, 25, 53, 110, 135, 139, 143, 445, 465, 587, 993, 995, 1433, 2375, 3306, 5432, 6379,
  9200, 11211, 27017,
])

/**
 * Takes a URL apart as the WHATWG standard does, but first refuses what that parser would quietly
 * repair: control characters, backslashes, surrounding spaces, `http:host`, `https:///host`.
 */
export function readTarget(
  raw: string,
): { ok: true; target: Target } | { ok: false; problem: UrlProblem } {
  if (raw.length > longestUrl) {
    return no('url_invalid', `A URL has at most ${longestUrl} characters`)
  }
  if (/[\p{Cc}\\]/u.test(raw) || raw.trim() !== raw || !raw.isWellFormed()) {
    return no('url_invalid', 'A URL has no control characters, backslashes or spaces around it')
  }
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(raw)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return no('url_scheme_not_allowed', 'Only http and https URLs can be called')
  }
  const authority = /^https?:\/\/([^/?#]+)/i.exec(raw)?.[1]
  if (authority === undefined) {
    return no('url_invalid', 'A URL starts with http:// or https:// and a host')
  }
  if (authority.includes('@')) {
    return no('url_credentials_not_allowed', 'Send credentials in a header, not in the URL')
  }
  const url = URL.parse(raw)
  if (url === null) return no('url_invalid', 'This is not a valid URL')
  return fit(url)
}

function fit(url: URL): ReturnType<typeof readTarget> {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (deniedPorts.has(port)) {
    return no('url_port_not_allowed', `Port ${port} may not be called`)
  }
  const host = url.hostname.replace(/\.$/, '')
  const hostname = host.replace(/^\[|\]$/g, '')
  if (hostname.length > longestHostname || /^$|^\.|\.\.|\.$/.test(hostname)) {
    return no('url_invalid', 'This is not a valid host name')
  }
  const target = {
    url,
    origin: `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`,
    hostname,
    port,
    path: url.pathname + url.search,
    address: isIP(hostname) === 0 ? null : hostname,
  }
  return { ok: true, target }
}

function no(code: UrlProblem['code'], message: string): { ok: false; problem: UrlProblem } {
  return { ok: false, problem: { code, message } }
}
