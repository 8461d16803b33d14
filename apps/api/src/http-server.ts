import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { createApp } from './app.ts'
import { failed, Problem } from './problem.ts'

/** A request that takes longer to arrive is cut off. */
const requestWithinMs = 60_000

/**
 * A name or an address, and a port. Of anything else a URL would be made that stands for another
 * place, or for none: with a user before an `@` no request can be built at all.
 */
const hostShape = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

export type HttpServer = {
  server: Server
  /**
   * Takes no more requests, and resolves once those under way are answered; what is not within
   * `graceMs` is cut off.
   */
  close: (graceMs: number) => Promise<void>
}

/** The app as an HTTP/1.1 server. What never reaches the app is refused as a problem as well. */
export function createHttpServer(app: ReturnType<typeof createApp>): HttpServer {
  const answer = getRequestListener(app.fetch, {
    errorHandler: error => rendered(error instanceof RequestError ? requestInvalid : failed),
  })
  const server = createServer({ requestTimeout: requestWithinMs }, (request, response) => {
    if (hostShape.test(request.headers.host ?? '')) void answer(request, response)
    else void send(requestInvalid, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    void refuse(refusals[error.code ?? ''] ?? requestInvalid, socket)
  })
  // Browsers keep some at hand. Node takes one for busy until its first request, which may never come.
  const unused = new Set<Socket>()
  server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.prependListener('request', ({ socket }) => unused.delete(socket))
  const close = async (graceMs: number) => {
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of unused) socket.destroy()
    const late = setTimeout(() => server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(late)
  }
  return { server, close }
}

const requestInvalid = new Problem({
  status: 400,
  code: 'request_invalid',
  detail: 'This is not a valid HTTP request: look at its first line, Host and the other headers.',
})

const refusals: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem({
    status: 431,
    code: 'headers_too_large',
    detail: 'The first line and the headers together may have at most 16 KiB.',
  }),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem({
    status: 408,
    code: 'request_timeout',
    detail: `The request did not arrive within ${requestWithinMs / 1_000} seconds.`,
  }),
}

function rendered(problem: Problem): Response {
  const requestId = randomUUID()
  const response = problem.render(requestId)
  response.headers.set('x-request-id', requestId)
  return response
}

/** What the request holds beyond its headers is not read: the connection ends with the answer. */
async function send(problem: Problem, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await plain(problem)
  response.writeHead(status, { ...headers, connection: 'close' }).end(body)
}

/** Nothing is parsed here, so nobody else writes to this connection; it ends with the answer. */
async function refuse(problem: Problem, socket: Socket): Promise<void> {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, body } = await plain(problem)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

async function plain(problem: Problem) {
  const response = rendered(problem)
  const body = await response.text()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  return {
    status: problem.status,
    headers: { ...Object.fromEntries(response.headers), ...length },
    body,
  }
}
