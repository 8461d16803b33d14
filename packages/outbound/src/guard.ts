import { networkInterfaces } from 'node:os'
import { isReachable, type Range, readAddress, readRange } from './address.ts'
import { isLocalhost, isMetadataName, isPrivateName, localhost } from './host-name.ts'
import { remember } from './remember.ts'
import { readTarget, type Target, type UrlProblem } from './target.ts'

/** What Prikke may call. */
export type Reach = {
  /** CIDRs of private addresses that may be called. */
  allow: readonly string[]
  /** Ports of Prikke's own listeners and of its database: never a target, whatever `allow` says. */
  ownPorts: readonly number[]
  /** Origin whose path /echo may be called although the port is Prikke's own. */
  echoOrigin?: string
}

type Admission = { ok: true; target: Target } | { ok: false; problem: UrlProblem }

export type Guard = {
  /** Says why a job may not have this URL, or null. Names are not looked up here. */
  checkUrl(raw: string): UrlProblem | null
  /** Whether a connection to this address may be opened at all. */
  isAllowedAddress(address: string): boolean
  /** The URL taken apart, or what {@link Guard.checkUrl} says about it. */
  admit(raw: string): Admission
  /** The last word before a connection: this target, at this address that its name led to. */
  mayConnect(target: Target, address: string): boolean
}

/** Jobs call the same few URLs again and again. */
const mostRemembered = 4_000

type Interfaces = Readonly<Record<string, ReadonlyArray<{ address: string }> | undefined>>

/** Decides, by text and by address, what may be called. The machine's interfaces are read once. */
export function createGuard(reach: Reach, interfaces: Interfaces = networkInterfaces()): Guard {
  const allow = reach.allow.map(toRange)
  const ownPorts = new Set(reach.ownPorts)
  const echoOrigin = reach.echoOrigin === undefined ? null : new URL(reach.echoOrigin).origin
  const ownAddresses = new Set(
    Object.values(interfaces).flatMap(list => (list ?? []).flatMap(canonical)),
  )

  const isAllowedAddress = remember(mostRemembered, text => {
    const address = readAddress(text)
    return address !== null && isReachable(address, allow)
  })

  // A private address that `allow` opens may be a container beside this one, such as the database.
  function isOwnPort(target: Target, text: string): boolean {
    if (!ownPorts.has(target.port) || isEcho(target)) return false
    const address = readAddress(text)
    return address === null || !isReachable(address, []) || ownAddresses.has(address.toString())
  }

  function isEcho({ url }: Target): boolean {
    const { origin, pathname } = url
    return origin === echoOrigin && (pathname === '/echo' || pathname.startsWith('/echo/'))
  }

  function judge(target: Target): UrlProblem | null {
    const { hostname, address } = target
    if (address !== null) {
      if (!isAllowedAddress(address)) return blockedAddress
      return isOwnPort(target, address) ? ownHost : null
    }
    if (isMetadataName(hostname)) return blockedHost
    if (isLocalhost(hostname)) {
      if (!localhost.some(isAllowedAddress)) return blockedHost
      return isOwnPort(target, '127.0.0.1') ? ownHost : null
    }
    return allow.length === 0 && isPrivateName(hostname) ? blockedHost : null
  }

  function admit(raw: string): Admission {
    const read = readTarget(raw)
    if (!read.ok) return read
    const problem = judge(read.target)
    return problem === null ? read : { ok: false, problem }
  }

  return {
    isAllowedAddress,
    admit: remember(mostRemembered, admit),
    checkUrl(raw) {
      const admitted = admit(raw)
      return admitted.ok ? null : admitted.problem
    },
    mayConnect: (target, address) => isAllowedAddress(address) && !isOwnPort(target, address),
  }
}

const blockedAddress: UrlProblem = {
  code: 'url_blocked_address',
  message: 'The URL leads to a private or reserved address, which may not be called',
}
const blockedHost: UrlProblem = {
  code: 'url_blocked_host',
  message: 'The host is a private name, which may not be called',
}
const ownHost: UrlProblem = {
  code: 'url_blocked_host',
  message: "The URL leads to one of Prikke's own ports, which may not be called",
}

function toRange(text: string): Range {
  const range = readRange(text)
  if (range === null) throw new TypeError(`not an address range: ${text}`)
  return range
}

function canonical({ address }: { address: string }): string[] {
  const read = readAddress(address)
  return read === null ? [] : [read.toString()]
}
