import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describeConnectError } from './describe-error.ts'
import { between } from './elapsed.ts'

/** Where a connection leads: the addresses were checked, and only they are connected to. */
export type Route = {
  secure: boolean
  hostname: string
  port: number
  addresses: readonly string[]
  /** Asked again about the address that the socket really has. */
  mayConnect(address: string): boolean
}

/** A socket that is ready to use, and how long its phases took; `tlsMs` is null without TLS. */
export type Opened = { socket: Socket; connectMs: number; tlsMs: number | null }

/** A connection that never came to be, so that nothing was sent. */
export class ConnectFailure extends Error {
  readonly code: 'blocked_address' | 'connect_failed' | 'tls_failed'

  constructor(code: ConnectFailure['code'], message: string) {
    super(message)
    this.code = code
  }
}

const connectTimeoutMs = 10_000
const nextAddressAfterMs = 1_000

/** Opens one socket along the route, and says once how that ended. */
export function openSocket(
  route: Route,
  session: Buffer | undefined,
  onEnd: (result: Opened | ConnectFailure) => void,
  timeoutMs = connectTimeoutMs,
): Socket {
  const startedAt = performance.now()
  let connectedAt: number | null = null
  const socket = dial(route, session)
  const timer = setTimeout(() => socket.destroy(new Error('too late')), timeoutMs)

  function onConnect(): void {
    connectedAt = performance.now()
    const { remoteAddress } = socket
    if (remoteAddress === undefined) {
      // Reset before it could be looked at: nobody knows where it led, and nothing was sent.
      socket.destroy(new ConnectFailure('connect_failed', 'The connection was reset'))
    } else if (!route.mayConnect(remoteAddress)) {
      socket.destroy(new ConnectFailure('blocked_address', 'The address may not be called'))
    } else if (!route.secure) {
      onReady()
    }
  }
  function onReady(): void {
    clearTimeout(timer)
    socket.off('error', onError)
    const readyAt = performance.now()
    const connectMs = between(startedAt, connectedAt ?? readyAt)
    const tlsMs = route.secure ? between(connectedAt ?? readyAt, readyAt) : null
    onEnd({ socket, connectMs, tlsMs })
  }
  function onError(error: Error): void {
    clearTimeout(timer)
    const code = connectedAt === null ? 'connect_failed' : 'tls_failed'
    const known = error instanceof ConnectFailure
    onEnd(known ? error : new ConnectFailure(code, describeConnectError(code, error)))
  }

  socket.once('connect', onConnect).once('secureConnect', onReady).on('error', onError)
  return socket
}

function dial(route: Route, session: Buffer | undefined): Socket {
  const options = {
    host: route.hostname,
    port: route.port,
    lookup: pin(route.addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  }
  if (!route.secure) return connectTcp(options)
  return connectTls({
    ...options,
    ...(isIP(route.hostname) === 0 ? { servername: route.hostname } : {}),
    ...(session === undefined ? {} : { session }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  })
}

function pin(addresses: readonly string[]): LookupFunction {
  const pinned = addresses.map(address => ({ address, family: isIP(address) }))
  return (_hostname, options, callback) => {
    const [first] = pinned
    if (options.all === true || first === undefined) callback(null, pinned)
    else callback(null, first.address, first.family)
  }
}
