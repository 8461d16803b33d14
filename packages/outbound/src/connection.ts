import type { Socket } from 'node:net'
import { Client } from 'undici'
import { ConnectFailure, type Opened, openSocket, type Route } from './connect.ts'
import type { Watch } from './reply.ts'

const maxHeaderBytes = 16_384
/**
 * Many servers close after 5 s of silence, some after 2 s, without saying so. Closing first keeps a
 * request from meeting a closing socket, and a longer wait would not help jobs a minute apart.
 */
const keepAliveMs = 1_000
const longestKeepAliveMs = 4_000

/**
 * One HTTP/1.1 connection along one route, for one request at a time. It connects when it must: at
 * first, and again after the target closed it.
 */
export class Connection {
  readonly client: Client
  /** Whether an earlier request used this connection. */
  reused = false
  /** The connect that the current request had to wait for. */
  opened: Opened | null = null
  /** Of the current request. */
  watch: Watch | undefined = undefined
  idleSince = 0
  #connecting: Socket | null = null
  #session: Buffer | undefined

  constructor(origin: string, route: Route) {
    this.client = new Client(origin, {
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: longestKeepAliveMs,
      // The deadline of the exchange covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) => {
        this.#connecting = openSocket(route, this.#session, result => {
          this.#connecting = null
          if (result instanceof ConnectFailure) callback(result, null)
          else callback(null, this.#use(result))
        })
        if (this.watch !== undefined) tell(this.watch, this.#connecting, route)
      },
    })
  }

  #use(opened: Opened): Socket {
    this.opened = opened
    return opened.socket.on('session', session => {
      this.#session = session
    })
  }

  /** Ends the socket at once, also one that is still connecting. */
  destroy(): void {
    this.#connecting?.destroy(new Error('given up'))
    void this.client.destroy()
  }
}

function tell(watch: Watch, socket: Socket, { secure, mayConnect }: Route): void {
  watch.onPhase('connecting')
  // Before others hear of it: they send at once.
  socket.prependOnceListener('connect', () => {
    const { remoteAddress } = socket
    if (remoteAddress === undefined || !mayConnect(remoteAddress)) return
    watch.onConnected(remoteAddress)
    if (secure) watch.onPhase('securing')
  })
}

const sweepEveryMs = 1_000
const mostIdle = 512

/**
 * Idle connections by what they may be shared for, newest first; old ones are closed, and the oldest
 * of all gives way when there are too many.
 */
export class IdleConnections {
  #idle = new Map<string, Connection[]>()
  /** All of them with their keys, in the order in which they fell idle. */
  #keys = new Map<Connection, string>()
  #sweeper = setInterval(() => this.#sweep(), sweepEveryMs).unref()

  /** Takes one that was put under the key. */
  take(key: string): Connection | undefined {
    const connection = this.#idle.get(key)?.pop()
    if (connection === undefined) return undefined
    this.#keys.delete(connection)
    connection.reused = true
    connection.opened = null
    return connection
  }

  put(key: string, connection: Connection): void {
    if (this.#keys.size >= mostIdle) this.#closeOldest()
    connection.idleSince = performance.now()
    this.#keys.set(connection, key)
    const idle = this.#idle.get(key)
    if (idle === undefined) this.#idle.set(key, [connection])
    else idle.push(connection)
  }

  close(): void {
    clearInterval(this.#sweeper)
    for (const connection of this.#keys.keys()) connection.destroy()
    this.#idle.clear()
    this.#keys.clear()
  }

  #closeOldest(): void {
    const [oldest] = this.#keys
    if (oldest === undefined) return
    const [connection, key] = oldest
    this.#keys.delete(connection)
    const idle = this.#idle.get(key)
    idle?.shift()
    if (idle?.length === 0) this.#idle.delete(key)
    connection.destroy()
  }

  #sweep(): void {
    const before = performance.now() - longestKeepAliveMs
    for (;;) {
      const [oldest] = this.#keys.keys()
      if (oldest === undefined || oldest.idleSince > before) return
      this.#closeOldest()
    }
  }
}
