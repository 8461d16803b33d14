import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'

/** A request that came in: what attempt it was and which status the answer was to have, if any. */
export type Delivery = { at: number; attempt: number; answer: number | null }
/** An alert that came in, by the id that the sender gave it, where it gave one. */
export type Told = { at: number; id: string | null; answer: number }

export type Receiver = {
  url: string
  /** By execution. */
  deliveries: Map<string, Delivery[]>
  /** By `channel execution type`. */
  told: Map<string, Told[]>
  /** When the target of a job, by its token, answered 410 first. */
  goneSince: Map<string, number>
  /** Refuses every connection until it is called again with null, or ends each as it comes. */
  disturb: (how: 'refuse' | 'reset' | null) => Promise<void>
  close: () => Promise<void>
}

const largeBytes = 50 * 1024 * 1024
const chunk = Buffer.alloc(64 * 1024, 'x')
const zipped = gzipSync('zipped although nobody asked for it')

/** The targets of all jobs and channels: one server that remembers little about each request. */
export async function startReceiver(port: number): Promise<Receiver> {
  const deliveries: Receiver['deliveries'] = new Map()
  const told: Receiver['told'] = new Map()
  const goneSince: Receiver['goneSince'] = new Map()
  const sockets = new Set<Socket>()
  let resetting = false
  let toldCount = 0

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const [, place, what = '', token = ''] = (request.url ?? '').split('/')
    if (place === 'alerts') void takeAlert(request, response, what).catch(() => {})
    else take(request, response, what, token)
  })

  const take = (
    request: IncomingMessage,
    response: ServerResponse,
    what: string,
    token: string,
  ) => {
    const id = String(request.headers['webhook-id'])
    const earlier = deliveries.get(id) ?? []
    const answer = what === 'flaky' && earlier.length > 0 ? 200 : (statuses[what] ?? null)
    const attempt = Number(request.headers['prikke-attempt'])
    deliveries.set(id, [...earlier, { at: Date.now(), attempt, answer }])
    if (answer === 410 && !goneSince.has(token)) goneSince.set(token, Date.now())
    request.resume()
    answerWith(what, { answer, body: `attempt ${attempt}` }, response)
  }

  const takeAlert = async (request: IncomingMessage, response: ServerResponse, channel: string) => {
    const at = Date.now()
    const body = await text(request)
    const execution = /\/executions\/([0-9a-f-]{36})/.exec(body)?.[1] ?? 'none'
    const type = /recovered/.test(body) ? 'job.recovered' : 'execution.failed'
    const key = `${channel} ${execution} ${type}`
    const answer = ++toldCount % 25 === 0 ? 500 : 200
    const delayMs = toldCount % 8 === 0 ? 1_500 : 0
    const id = request.headers['webhook-id']
    told.set(key, [
      ...(told.get(key) ?? []),
      { at, id: id === undefined ? null : String(id), answer },
    ])
    setTimeout(() => response.writeHead(answer).end(), delayMs)
  }

  server.on('connection', socket => {
    if (resetting) return void socket.resetAndDestroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port, host: '127.0.0.1', backlog: 4_096 }, () => {
        server.off('error', reject)
        resolve()
      })
    })
  const shut = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.resetAndDestroy()
    })
  await listen()
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    told,
    goneSince,
    disturb: async how => {
      resetting = how === 'reset'
      if (how === 'refuse') return await shut()
      if (resetting) for (const socket of sockets) socket.resetAndDestroy()
      if (!server.listening) await listen()
    },
    close: async () => {
      if (server.listening) await shut()
    },
  }
}

/** What a behaviour answers in the end; those that are not here never get to an answer. */
const statuses: Record<string, number> = {
  ok: 200,
  slow: 200,
  flaky: 500,
  fail: 500,
  missing: 404,
  gone: 410,
  gzip: 200,
  large: 200,
}

/** Whose answer it is stands in the body: a stored result says by itself which attempt it is of. */
function answerWith(
  what: string,
  { answer, body }: { answer: number | null; body: string },
  response: ServerResponse,
): void {
  const { socket } = response
  if (what === 'slow') {
    const timer = setTimeout(() => response.end(body), 200 + Math.random() * 2_500)
    response.on('close', () => clearTimeout(timer))
  } else if (what === 'drip') {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 200)
    response.on('close', () => clearInterval(timer))
  } else if (what === 'reset') socket?.resetAndDestroy()
  else if (what === 'headers') pourHeaders(socket)
  else if (what === 'large') {
    response.writeHead(200, { 'content-length': largeBytes })
    Readable.from(chunks())
      .on('error', () => {})
      .pipe(response)
      .on('error', () => {})
  } else if (what === 'gzip') {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped)
  } else if (answer !== null) response.writeHead(answer).end(body)
}

function pourHeaders(socket: Socket | null): void {
  if (socket === null) return
  socket.write('HTTP/1.1 200 OK\r\n')
  const timer = setInterval(() => {
    if (socket.writableLength < chunk.length) socket.write(`x-more: ${'y'.repeat(1_000)}\r\n`)
  }, 5)
  socket.on('close', () => clearInterval(timer))
  socket.on('error', () => {})
}

function* chunks(): Generator<Buffer> {
  for (let sent = 0; sent < largeBytes; sent += chunk.length) yield chunk
}
