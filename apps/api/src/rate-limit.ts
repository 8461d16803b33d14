import { createMiddleware } from 'hono/factory'
import { Problem } from './problem.ts'
import type { AppEnv } from './route.ts'

const mostAtOnce = 1_000
const windowMs = 10_000

/**
 * So many requests of one key or session within each ten seconds, told on every answer. Counted in
 * this process alone, for a write to the database would cost more than the request; so with several
 * of them a caller may have as many times more. `now` is a monotonic clock in ms; `factor` widens the
 * limit, for tests.
 */
export function createRateLimit({
  isOn,
  factor = 1,
  now = () => performance.now(),
}: {
  isOn: boolean
  factor?: number
  now?: () => number
}) {
  const most = mostAtOnce * factor
  const counts = new Map<string, number>()
  let window = 0
  return createMiddleware<AppEnv>(async (c, next) => {
    const { caller } = c.var
    if (!isOn || caller === undefined) return next()
    const at = now()
    // All windows end at once: what has been counted is forgotten whole, and never piles up.
    if (Math.floor(at / windowMs) !== window) {
      window = Math.floor(at / windowMs)
      counts.clear()
    }
    const count = (counts.get(caller) ?? 0) + 1
    counts.set(caller, count)
    const headers = headersOf(most, most - count, (window + 1) * windowMs - at)
    if (count > most) throw tooMany(most, headers)
    await next()
    for (const [name, value] of Object.entries(headers)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
    return undefined
  })
}

type Headers = ReturnType<typeof headersOf>

const headersOf = (most: number, left: number, leftMs: number) => ({
  'ratelimit-limit': String(most),
  'ratelimit-remaining': String(Math.max(0, left)),
  'ratelimit-reset': String(Math.max(1, Math.ceil(leftMs / 1_000))),
  'ratelimit-policy': `${most};w=${windowMs / 1_000}`,
})

const tooMany = (most: number, headers: Headers) =>
  new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `More than ${most} requests in ${windowMs / 1_000} seconds.`,
    headers: { ...headers, 'retry-after': headers['ratelimit-reset'] },
  })
