import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export type Received = { path: string; headers: IncomingHttpHeaders; body: string }
type Answer = { status: number; headers?: Record<string, string>; body?: string }

/** A server on loopback for the calling test; `answer` returning null leaves the caller waiting. */
export async function openHttpSink(answer: (received: Received) => Answer | null) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const one = { path: request.url ?? '', headers: request.headers, body }
      received.push(one)
      const answered = answer(one)
      if (answered === null) return
      response.writeHead(answered.status, answered.headers).end(answered.body)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}
