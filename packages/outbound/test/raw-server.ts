import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type RawServer = {
  port: number
  origin: string
  /** Connections accepted so far. */
  connectionCount: number
  /** Connections open now. */
  sockets: ReadonlySet<Socket>
  /** Everything received so far, over all connections, as Latin-1. */
  received: string
}

/**
 * A TCP server on loopback that plays a target byte by byte: `onRequest` is called for each chunk
 * that ends a request head or body, with how many came on this connection so far.
 */
export async function startRawServer(
  onRequest: (socket: Socket, requestCount: number) => void,
  host = '127.0.0.1',
): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const state: RawServer = { port: 0, origin: '', connectionCount: 0, sockets, received: '' }
  const server = createServer(socket => {
    let requestCount = 0
    state.connectionCount += 1
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    socket.on('data', chunk => {
      state.received += chunk.toString('latin1')
      requestCount += 1
      onRequest(socket, requestCount)
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  state.port = port
  state.origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return state
}

/** A whole response with a body, as a target writes it. */
export function ok(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
