import type { Route } from './connect.ts'
import { Connection, IdleConnections } from './connection.ts'
import { Exchange, type Line, type Terms } from './exchange.ts'
import { createGuard, type Reach } from './guard.ts'
import { isLocalhost, localhost } from './host-name.ts'
import type { ErrorCode, Reply, SendRequest } from './reply.ts'
import { type Answer, createResolver, type Resolver } from './resolve.ts'
import { Standstill } from './standstill.ts'
import type { Target, UrlProblem } from './target.ts'
import { UnderWay } from './under-way.ts'

export type Sender = {
  /**
   * Sends once, never again, and follows no redirect. Rejects only on a request that is no HTTP.
   * `aborted`: given up by the caller, or not sent because this process stood still.
   */
  send(request: SendRequest): Promise<Reply>
  /** Gives up what is under way and closes every connection. */
  close(): Promise<void>
}

const maxResponseBytes = 65_536

/** The way out of Prikke. HTTP_PROXY and the like are ignored: a proxy would go around the guard. */
export function createSender(
  reach: Reach,
  options: { resolver?: Resolver; maxResponseBytes?: number } = {},
): Sender {
  const guard = createGuard(reach)
  const resolver = options.resolver ?? createResolver({ systemNames: reach.allow.length > 0 })
  const idle = new IdleConnections()
  const underWay = new UnderWay()
  const standstill = new Standstill()
  const terms: Terms = {
    maxBytes: options.maxResponseBytes ?? maxResponseBytes,
    stoodStillSince: instant => standstill.since(instant),
    onEnd: exchange => underWay.delete(exchange),
  }
  const ownAddresses = localhost.filter(guard.isAllowedAddress)
  let closed = false

  function locate(exchange: Exchange, request: SendRequest, target: Target): void {
    const { address, hostname } = target
    const known = address !== null ? [address] : isLocalhost(hostname) ? ownAddresses : null
    if (known !== null) go(exchange, request, target, { ok: true, addresses: known })
    else void lookUp(exchange, request, target)
  }

  function go(exchange: Exchange, request: SendRequest, target: Target, answer: Answer): void {
    const mayConnect = (address: string): boolean => guard.mayConnect(target, address)
    if (!answer.ok) exchange.fail('dns_failed', answer.message)
    else if (answer.addresses.length > 0 && answer.addresses.every(mayConnect)) {
      exchange.start(lineTo(target, answer.addresses, request.scope))
    } else exchange.fail('blocked_address', 'The address of the host may not be called')
  }

  function lineTo(target: Target, addresses: readonly string[], scope: string): Line {
    const mayConnect = (address: string): boolean => guard.mayConnect(target, address)
    const { hostname, port, origin, path } = target
    const secure = target.url.protocol === 'https:'
    const route: Route = { secure, hostname, port, addresses, mayConnect }
    const key = [scope, origin, ...[...addresses].sort()].join(' ')
    return {
      path,
      open: fresh => (fresh ? undefined : idle.take(key)) ?? new Connection(origin, route),
      release: connection => (closed ? connection.destroy() : idle.put(key, connection)),
    }
  }

  async function lookUp(exchange: Exchange, request: SendRequest, target: Target): Promise<void> {
    request.watch?.onPhase('resolving')
    const answer = await resolver.resolve(target.hostname)
    exchange.resolved()
    go(exchange, request, target, answer)
  }

  return {
    send(request) {
      const admitted = guard.admit(request.url)
      const exchange = new Exchange(request, terms)
      underWay.add(exchange)
      if (closed || request.signal?.aborted === true) exchange.abort()
      else if (!admitted.ok) exchange.fail(codeOf(admitted.problem), admitted.problem.message)
      else locate(exchange, request, admitted.target)
      return exchange.reply
    },
    async close() {
      closed = true
      underWay.abort()
      idle.close()
      standstill.close()
    },
  }
}

function codeOf({ code }: UrlProblem): ErrorCode {
  return code === 'url_port_not_allowed' ? 'port_not_allowed' : 'blocked_address'
}
