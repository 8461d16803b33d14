import type { RouteConfig } from '@hono/zod-openapi'
import { onlyOnce } from '../route.ts'

const whereLimitsHold = 'Where plan limits hold'
const integer = { type: 'integer' }

/** For `components.headers`: what answers of many routes say of themselves. */
export const namedHeaders = {
  'RateLimit-Limit': {
    description: `${whereLimitsHold}: requests of this key or session in ten seconds`,
    schema: integer,
  },
  'RateLimit-Remaining': {
    description: `${whereLimitsHold}: how many are left of them`,
    schema: integer,
  },
  'RateLimit-Reset': {
    description: `${whereLimitsHold}: seconds until they begin anew`,
    schema: integer,
  },
  'RateLimit-Policy': {
    description: `${whereLimitsHold}: the limit, and its seconds after \`w\``,
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: '`true` when this was done before, by a request with the same `Idempotency-Key`',
    schema: { type: 'string', enum: ['true'] },
  },
}

type HeaderName = keyof typeof namedHeaders

const refTo = (name: HeaderName) => [name, { $ref: `#/components/headers/${name}` }]
const rateLimit = (Object.keys(namedHeaders) as HeaderName[]).filter(name => /^Rate/.test(name))

/** The headers of what a route answers when it does what was asked. */
export function headersOf({ security = [], request }: RouteConfig): Record<string, object> {
  return Object.fromEntries([
    ...(security.length > 0 ? rateLimit.map(refTo) : []),
    ...(request?.headers === onlyOnce.headers ? [refTo('Idempotency-Replayed')] : []),
  ])
}
