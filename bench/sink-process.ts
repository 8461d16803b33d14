import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monotonicMs } from './clock.ts'

/*
 * Answers posts and notes which id came when. Its work is the same for every system: the id is the
 * header `webhook-id`, the answer `ok`, sent when the whole body has been read.
 */
export type SinkQuestion =
  | { type: 'begin' }
  /** Answered when this many different ids have come since the last `begin`, or after `withinMs`. */
  | { type: 'await'; count: number; withinMs: number }
  | { type: 'report' }
export type Arrivals = { ids: string[]; at: number[] }

let arrivals: Arrivals = { ids: [], at: [] }
let distinct = new Set<string>()
let wanted = Number.POSITIVE_INFINITY
let answerWanted = () => {}

function take(id: string): void {
  arrivals.ids.push(id)
  arrivals.at.push(monotonicMs())
  distinct.add(id)
  if (distinct.size >= wanted) answerWanted()
}

const server = createServer((request, response) => {
  const { rawHeaders } = request
  const name = rawHeaders.findIndex((text, n) => n % 2 === 0 && text === 'webhook-id')
  request.on('data', () => {})
  request.on('end', () => {
    take(rawHeaders[name + 1] ?? '')
    response.end('ok')
  })
})
server.keepAliveTimeout = 60_000

process.on('message', (question: SinkQuestion) => {
  if (question.type === 'begin') {
    arrivals = { ids: [], at: [] }
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

server.listen(0, '127.0.0.1', 4_096, () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
