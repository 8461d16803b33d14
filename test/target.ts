import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Arrival = {
  /** Epoch ms on this machine's clock, to the microsecond. */
  at: number
  path: string
  method: string
  id: string
  jobId: string
  attempt: number
  scheduledFor: number
  headers: IncomingMessage['headers']
  body: string
}

export type Target = {
  url: string
  arrivals: Arrival[]
  /** Answers of a path; 200 with `ok` when nothing is said. */
  answer: (path: string, answer: (arrival: Arrival, response: ServerResponse) => void) => void
  close: () => Promise<void>
}

const clock = () => performance.timeOrigin + performance.now()

/** A receiver on loopback that remembers everything that arrived. */
export async function startTarget(): Promise<Target> {
  const arrivals: Arrival[] = []
  const answers = new Map<string, (arrival: Arrival, response: ServerResponse) => void>()
  const take = (arrival: Arrival, response: ServerResponse) => {
    arrivals.push(arrival)
    const answer = answers.get(arrival.path)
    if (answer === undefined) response.end('ok')
    else answer(arrival, response)
  }
  const server = createServer((request, response) => {
    const at = clock()
    // A GET has no body to wait for.
    if (request.method === 'GET') return take(arrivalOf(request, at, ''), response)
    void text(request).then(body => take(arrivalOf(request, at, body), response))
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    answer: (path, answer) => answers.set(path, answer),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What it says is read when it is asked for: the target must not be what a measurement measures. */
function arrivalOf(request: IncomingMessage, at: number, body: string): Arrival {
  const header = (name: string) => String(request.headers[name] ?? '')
  return {
    at,
    body,
    path: request.url ?? '',
    method: request.method ?? '',
    get id() {
      return header('webhook-id')
    },
    get jobId() {
      return header('prikke-job-id')
    },
    get attempt() {
      return Number(header('prikke-attempt'))
    },
    get scheduledFor() {
      return Date.parse(header('prikke-scheduled-for'))
    },
    get headers() {
      return request.headers
    },
  }
}
