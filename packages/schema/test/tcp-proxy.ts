import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/** What happens to the bytes between a process and its database. */
export type ProxyMode =
  | { kind: 'pass' }
  /** Ends what is open and what comes, at once and with a RST. */
  | { kind: 'reset' }
  /** Bytes and closings vanish, sockets stay open. What has lost bytes never passes them again. */
  | { kind: 'blackhole'; direction: Direction | 'both' }
  | { kind: 'delay'; ms: number }
  | { kind: 'throttle'; bytesPerSecond: number }

type Direction = 'to-server' | 'to-client'

export type TcpProxy = {
  /** The same database, through the proxy. */
  url: string
  /** Sets what happens from now on, to open connections and to new ones. */
  mode: (next: ProxyMode) => void
  /** Connections that clients hold open. */
  connectionCount: () => number
  close: () => Promise<void>
}

type Link = { client: Socket; upstream: Socket }

const mostHeldBytes = 1024 * 1024

/** A proxy on loopback in front of the database, to take the network away from its clients. */
export async function startTcpProxy(databaseUrl: string): Promise<TcpProxy> {
  const target = new URL(databaseUrl)
  const links = new Set<Link>()
  let mode: ProxyMode = { kind: 'pass' }
  const swallows = (direction: Direction) =>
    mode.kind === 'blackhole' && (mode.direction === 'both' || mode.direction === direction)

  const pump = (from: Socket, to: Socket, direction: Direction) => {
    let sent = Promise.resolve()
    let heldBytes = 0
    let freeAt = 0
    let isLost = false

    const send = async (chunk: Buffer, at: number) => {
      const waitMs = at - performance.now()
      if (waitMs > 0) await pause(waitMs)
      isLost ||= swallows(direction)
      if (!isLost && to.writable && !to.write(chunk)) {
        await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {})
      }
      heldBytes -= chunk.length
      if (heldBytes < mostHeldBytes) from.resume()
    }

    from.on('data', (chunk: Buffer) => {
      for (const part of partsOf(chunk, mode)) {
        heldBytes += part.length
        freeAt = Math.max(freeAt, performance.now()) + spanOf(part, mode)
        const at = mode.kind === 'delay' ? performance.now() + mode.ms : freeAt
        sent = sent.then(() => send(part, at))
      }
      if (heldBytes >= mostHeldBytes) from.pause()
    })
    from.on('end', () => {
      sent = sent.then(() => {
        isLost ||= swallows(direction)
        if (!isLost) to.end()
      })
    })
    from.on('error', () => {
      if (!isLost && !swallows(direction)) to.resetAndDestroy()
    })
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, client => {
    if (mode.kind === 'reset') return void client.resetAndDestroy()
    const port = Number(target.port || 5432)
    const upstream = connect({ host: target.hostname, port, allowHalfOpen: true, noDelay: true })
    const link = { client, upstream }
    links.add(link)
    pump(client, upstream, 'to-server')
    pump(upstream, client, 'to-client')
    for (const socket of [client, upstream]) {
      socket.on('close', () => {
        if (client.destroyed && upstream.destroyed) links.delete(link)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)

  const reset = ({ client, upstream }: Link) => {
    client.resetAndDestroy()
    upstream.resetAndDestroy()
  }
  return {
    url: url.href,
    mode: next => {
      mode = next
      for (const link of links) {
        // A closing that vanished is sent again, until it arrives.
        const isHalfGone = isGone(link.client) || isGone(link.upstream)
        if (mode.kind === 'reset' || (mode.kind !== 'blackhole' && isHalfGone)) reset(link)
      }
    },
    connectionCount: () => [...links].filter(({ client }) => !isGone(client)).length,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      links.forEach(reset)
      await closed
    },
  }
}

const isGone = (socket: Socket) => socket.destroyed || socket.readableEnded

/** Ten helpings a second: a slow line is slow, not silent. */
function partsOf(chunk: Buffer, mode: ProxyMode): Buffer[] {
  if (mode.kind !== 'throttle') return [chunk]
  const size = Math.max(1, Math.floor(mode.bytesPerSecond / 10))
  const count = Math.ceil(chunk.length / size)
  return Array.from({ length: count }, (_, i) => chunk.subarray(i * size, (i + 1) * size))
}

const spanOf = (part: Buffer, mode: ProxyMode) =>
  mode.kind === 'throttle' ? (part.length / mode.bytesPerSecond) * 1000 : 0
