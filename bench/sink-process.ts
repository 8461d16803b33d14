import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monotonicMs } from './clock.ts'

/*
 * Answers posts and notes which id came when. Its work is the same for every system: the id is the
 * header `webhook-id`, the answer `ok`, sent when the whole body has been read. A path other than
 * `/` is how many ms to wait before, or `never`.
 */
export type SinkQuestion =
  | { type: 'begin' }
  /** Answered when this many different ids have come since the last `begin`, or after `withinMs`. */
  | { type: 'await'; count: number; withinMs: number }
  | { type: 'report' }
export type Arrivals = {
  ids: string[]
  at: number[]
  /** Most requests that were waiting for their answer at once. */
  mostOpen: number
}

const none = (): Arrivals => ({ ids: [], at: [], mostOpen: 0 })
let arrivals = none()
let open = 0
let distinct = new Set<string>()
let wanted = Number.POSITIVE_INFINITY
let answerWanted = () => {}

function take(id: string): void {
  arrivals.ids.push(id)
  arrivals.at.push(monotonicMs())
  distinct.add(id)
  if (distinct.size >= wanted) answerWanted()
}

function answer(path: string, response: ServerResponse): void {
  if (path === '/') response.end('ok')
  else if (path !== '/never') setTimeout(() => response.end('ok'), Number(path.slice(1)))
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  const { rawHeaders } = request
  const name = rawHeaders.findIndex((text, n) => n % 2 === 0 && text === 'webhook-id')
  open++
  arrivals.mostOpen = Math.max(arrivals.mostOpen, open)
  response.on('close', () => {
    open--
  })
  request.on('data', () => {})
  request.on('end', () => {
    take(rawHeaders[name + 1] ?? '')
    answer(request.url ?? '/', response)
  })
}

process.on('message', (question: SinkQuestion) => {
  if (question.type === 'begin') {
    arrivals = none()
    distinct = new Set()
    process.send?.('begun')
  } else if (question.type === 'report') {
    process.send?.(arrivals)
  } else {
    const timer = setTimeout(() => answerWanted(), question.withinMs)
    answerWanted = () => {
      clearTimeout(timer)
      wanted = Number.POSITIVE_INFINITY
      answerWanted = () => {}
      process.send?.(distinct.size)
    }
    wanted = question.count
    if (distinct.size >= wanted) answerWanted()
  }
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

/** Listens at each address on the port of the first. */
async function listen(hosts: string[]): Promise<number> {
  let port = 0
  for (const host of hosts) {
    const server = createServer(handle)
    server.keepAliveTimeout = 60_000
    server.listen(port, host, 4_096)
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  return port
}

process.send?.({ port: await listen((process.env.SINK_HOSTS ?? '').split(' ')) })
