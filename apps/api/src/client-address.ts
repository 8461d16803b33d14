import { BlockList, isIP } from 'node:net'
import type { Context } from 'hono'
import type { AppEnv } from './route.ts'

const longestUserAgent = 500

type IsTrustedProxy = (address: string) => boolean

/** Who signs in from where, as a person would recognize it in a list of their sessions. */
export function deviceOf(c: Context<AppEnv>, isTrustedProxy: IsTrustedProxy) {
  return {
    userAgent: c.req.header('user-agent')?.slice(0, longestUserAgent) ?? null,
    address: addressOf(c, isTrustedProxy),
  }
}

/** Whom limits hold: the caller's address, or in IPv6 the /64, of which each home has a whole one. */
export function callerOf(c: Context<AppEnv>, isTrustedProxy: IsTrustedProxy): string {
  const address = addressOf(c, isTrustedProxy)
  return address === null ? 'unknown' : networkOf(address)
}

function addressOf(c: Context<AppEnv>, isTrustedProxy: IsTrustedProxy): string | null {
  const remote = c.env?.incoming?.socket.remoteAddress
  return clientAddress(remote, c.req.header('x-forwarded-for'), isTrustedProxy)
}

/** An IPv4 address as it is; the first four groups of one of IPv6, however it is written. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const bare = address.replace(/%.*$/, '')
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const groups = [head, tail ?? ''].map(half => (half === '' ? [] : half.split(':')))
  const [first = [], last = []] = groups
  const zeros = Array<string>(8 - first.length - last.length).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}

/**
 * The nearest address that is not a trusted proxy's. Each proxy appends whom it heard from, so the
 * header is read from its end; what stands before the first stranger is only their word.
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  isTrustedProxy: (address: string) => boolean,
): string | null {
  const hops = (forwardedFor ?? '').split(',').map(hop => hop.trim())
  let address = plain(remote ?? '')
  while (isTrustedProxy(address)) {
    const hop = plain(hops.pop() ?? '')
    if (isIP(hop) === 0) break
    address = hop
  }
  return isIP(address) === 0 ? null : address
}

/** An IPv4 peer of a dual-stack listener is written ::ffff:a.b.c.d. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Reads `TRUST_PROXY`: addresses and CIDRs between commas or spaces; null when one is neither. */
export function readTrustedProxies(text: string): ((address: string) => boolean) | null {
  const list = new BlockList()
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [network = '', bits] = entry.split('/')
    const version = isIP(network)
    const longest = version === 6 ? 128 : 32
    const prefix = bits === undefined ? longest : Number(bits || Number.NaN)
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) return null
    list.addSubnet(network, prefix, version === 6 ? 'ipv6' : 'ipv4')
  }
  return address => {
    const version = isIP(address)
    return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
  }
}
