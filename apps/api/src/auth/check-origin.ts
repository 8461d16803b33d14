import { createMiddleware } from 'hono/factory'
import { forbidden } from '../problem.ts'
import type { AppEnv } from '../route.ts'

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site made a browser send: an unsafe request with an `Origin` must come from
 * `appUrl` exactly, one that a cookie speaks for must have it, whatever its content type.
 */
export const checkOrigin = (appUrl: string) => {
  const own = new URL(appUrl).origin
  return createMiddleware<AppEnv>(async (c, next) => {
    const origin = c.req.header('origin')
    const byCookie =
      c.req.header('cookie') !== undefined && c.req.header('authorization') === undefined
    const fromOwn = origin === undefined ? !byCookie : origin === own
    if (!safe.has(c.req.method) && !fromOwn) {
      throw forbidden(`A request from a browser must come from ${own}.`, 'csrf_failed')
    }
    await next()
  })
}
