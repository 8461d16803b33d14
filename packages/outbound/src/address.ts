import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
export type Range = readonly [address: Address, prefixLength: number]

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** The ranges that an allow list can open; link-local and the tunnels to IPv4 are not among them. */
const openable: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'carrierGradeNat',
  'reserved',
  'uniqueLocal',
])

/** Services of a cloud that hand out its secrets, at addresses outside link-local. */
const metadata: readonly Range[] = [
  '100.100.100.200/32', // Alibaba Cloud
  '168.63.129.16/32', // Azure, although it lies in a public range
  '192.0.0.192/32', // Oracle Cloud
  'fd00:ec2::/32', // Amazon
  'fd20:ce::254/128', // Google Cloud
].map(text => ipaddr.parseCIDR(text))

/** Reads `a.b.c.d/n` or a bare address; null for anything else, for /0, and for IPv4-mapped IPv6. */
export function readRange(text: string): Range | null {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || rest.length > 0) return null
  const widest = family === 4 ? 32 : 128
  if (prefix !== undefined && !/^[1-9]\d{0,2}$/.test(prefix)) return null
  const prefixLength = prefix === undefined ? widest : Number(prefix)
  if (prefixLength > widest) return null
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'ipv4Mapped' ? null : [parsed, prefixLength]
}

/** Reads an address as node:net and DNS write it. An IPv4-mapped one is its IPv4; null: not one. */
export function readAddress(text: string): Address | null {
  return isIP(text) === 0 || text.includes('%') ? null : ipaddr.process(text)
}

/**
 * Whether Prikke may connect to this address: public ones, and those that `allow` opens. Follows
 * the IANA special-purpose registries; what no rule names is refused.
 */
export function isReachable(address: Address, allow: readonly Range[]): boolean {
  if (metadata.some(range => within(address, range))) return false
  const kind = address.range()
  if (kind === 'unicast') return address.kind() === 'ipv4' || within(address, globalUnicast)
  return openable.has(kind) && allow.some(range => within(address, range))
}

function within(address: Address, [base, prefixLength]: Range): boolean {
  return address.kind() === base.kind() && address.match(base, prefixLength)
}
