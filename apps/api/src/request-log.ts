import { randomUUID } from 'node:crypto'
import type { Log } from '@prikke/service'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './route.ts'

/** Names each request and writes one line about it: never its body, query string or headers. */
export const requestLog = (log: Log) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    await next()
    c.res.headers.set('x-request-id', requestId)
    const isApi = c.req.path.startsWith('/api/')
    log[isApi ? 'info' : 'debug'](
      {
        method: c.req.method,
        route: c.var.route?.path ?? (isApi ? null : c.req.path.slice(0, 100)),
        status: c.res.status,
        ms: Math.round((performance.now() - startedAt) * 10) / 10,
        requestId,
        organization: c.var.organization?.slug,
      },
      'request',
    )
  })
