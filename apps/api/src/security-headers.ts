import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './route.ts'

const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** What a browser may do with our answers: nothing from elsewhere, nothing framed, nothing guessed. */
export const securityHeaders = (appUrl: string) => {
  const isHttps = appUrl.startsWith('https:')
  return createMiddleware<AppEnv>(async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('content-security-policy', policy)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'strict-origin-when-cross-origin')
    headers.set('cross-origin-opener-policy', 'same-origin')
    if (isHttps) headers.set('strict-transport-security', 'max-age=31536000')
    if (c.req.path.startsWith('/api/') && !headers.has('cache-control')) {
      headers.set('cache-control', 'no-store')
    }
  })
}
