import { once } from 'node:events'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { createApp } from '../src/app.ts'
import { createHttpServer } from '../src/http-server.ts'

export type WireRequest = {
  method: string
  /** As it stands in the request line. */
  path: string
  headers: Record<string, string>
  body: Buffer | null
}
export type WireAnswer = {
  status: number
  headers: IncomingHttpHeaders
  body: string
  afterMs: number
}

/** Far beyond the answer within two seconds that is promised: what takes longer hangs. */
const hungAfterMs = 20_000

/** Serves the app on a port of this machine, as the process does, until the test is over. */
export async function serve(app: ReturnType<typeof createApp>): Promise<{ port: number }> {
  const { server } = createHttpServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { port: (server.address() as AddressInfo).port }
}

/** Sends requests exactly as they are told; of a stream only the first piece is read. */
export function createCaller(port: number): (sent: WireRequest) => Promise<WireAnswer> {
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const call = ({ method, path, headers, body }: WireRequest) =>
    new Promise<WireAnswer>((resolve, reject) => {
      const startedAt = performance.now()
      // Node leaves the length out where a method usually has no body.
      const length = 'transfer-encoding' in headers ? {} : { 'content-length': body?.length ?? 0 }
      const address = { host: '127.0.0.1', port, agent, setHost: false }
      const options = { ...address, method, path, headers: { ...headers, ...length } }
      const outgoing = request({ ...options, timeout: hungAfterMs }, incoming => {
        const chunks: Buffer[] = []
        const done = () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            afterMs: performance.now() - startedAt,
          })
        incoming.on('data', chunk => {
          chunks.push(chunk)
          if (incoming.headers['content-type'] !== 'text/event-stream') return
          done()
          outgoing.destroy()
        })
        incoming.on('end', done).on('error', reject)
      })
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${hungAfterMs} ms`)))
      outgoing.on('error', error => {
        const asked = `${method} ${path.slice(0, 300)} ${JSON.stringify(headers)}`
        reject(new Error(`${error.message}: ${asked} with ${body?.length ?? 'no'} bytes`))
      })
      outgoing.end(body ?? undefined)
    })
  return call
}
