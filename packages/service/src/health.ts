import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import type { Registry } from 'prom-client'
import type { Readiness } from './run.ts'

export type HealthOptions = {
  port: number
  /** Else every interface: containers are probed from outside. */
  loopbackOnly: boolean
  metrics: Registry
  metricsToken: string | undefined
  readiness: () => Promise<Readiness>
}

const readyWithinMs = 3_000

/** Serves `/health`, `/ready` and `/metrics` of this process. */
export async function serveHealth(
  options: HealthOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answerTo(request.url?.split('?')[0], request, options).then(({ status, type, body }) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.loopbackOnly ? '127.0.0.1' : undefined, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Answer = { status: number; type: string; body: string }

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
})

async function answerTo(
  path: string | undefined,
  request: IncomingMessage,
  options: HealthOptions,
): Promise<Answer> {
  switch (path) {
    case '/health':
      return json(200, { alive: true })
    case '/ready': {
      const readiness = await readinessOf(options.readiness)
      return json(readiness.ready ? 200 : 503, readiness)
    }
    case '/metrics':
      return mayReadMetrics(request, options.metricsToken)
        ? { status: 200, type: options.metrics.contentType, body: await options.metrics.metrics() }
        : json(401, { error: 'metrics are for loopback, or for the bearer of METRICS_TOKEN' })
    default:
      return json(404, { error: 'not found' })
  }
}

/** A readiness that throws or takes longer than 3 s is a no, with the tzdata version beside it. */
export async function readinessOf(readiness: () => Promise<Readiness>): Promise<Readiness> {
  const late = new Promise<Readiness>(resolve => {
    setTimeout(() => resolve({ ready: false, reason: 'no answer in time' }), readyWithinMs).unref()
  })
  const answer = await Promise.race([
    readiness().catch((error: Error) => ({ ready: false, reason: error.message })),
    late,
  ])
  return { ...answer, tzdata: process.versions.tz }
}

function mayReadMetrics(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) {
    const from = request.socket.remoteAddress ?? ''
    return isIP(from) !== 0 && /^(::1|127\.|::ffff:127\.)/.test(from)
  }
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
