import type { RouteConfig } from '@hono/zod-openapi'
import { type ProblemCode, refusals } from '@prikke/contract'
import { isReading, undoing } from '../auth/choose-tenant.ts'
import { ifSame, onlyOnce, type RouteEntry } from '../route.ts'
import { codesOfInput } from './codes-of-input.ts'

/** What is refused of any request, whatever it asks for. */
export const ofAnyRequest: readonly ProblemCode[] = [
  'request_invalid',
  'request_timeout',
  'headers_too_large',
  'internal',
  'busy',
  'database_unavailable',
]

const ofAnyBody: readonly ProblemCode[] = [
  'json_invalid',
  'json_too_deep',
  'body_too_large',
  'unsupported_encoding',
  'unsupported_media_type',
]

type JsonContent = { 'application/json'?: { schema?: unknown } } | undefined
/** What `problems` of route.ts leaves. */
type Own = { 'x-codes'?: ProblemCode[] }

/** Every code with which a route may refuse a request, in the order of the table of codes. */
export function refusalsOf(route: RouteConfig): ProblemCode[] {
  const { request = {} } = route
  const body = (request.body?.content as JsonContent)?.['application/json']?.schema
  const found = new Set<ProblemCode>([
    ...ofAnyRequest,
    ...ofCaller(route),
    ...ofHeaders(route),
    ...(request.params === undefined ? [] : (['not_found'] as const)),
    ...(request.query === undefined ? [] : codesOfInput(request.query)),
    ...(body === undefined ? [] : [...ofAnyBody, ...codesOfInput(body)]),
    ...Object.values(route.responses).flatMap(response => (response as Own)['x-codes'] ?? []),
  ])
  return (Object.keys(refusals) as ProblemCode[]).filter(code => found.has(code))
}

/** What is refused of a request that names itself, or what it was made of: idempotency.ts, etag.ts. */
function ofHeaders({ request }: RouteConfig): ProblemCode[] {
  if (request?.headers === ifSame.headers) return ['version_conflict']
  if (request?.headers !== onlyOnce.headers) return []
  return ['idempotency_key_invalid', 'idempotency_key_reused', 'idempotency_key_in_use']
}

/** What the gate in front of the routes says: check-origin.ts, authenticate.ts, rate-limit.ts. */
function ofCaller({ method, path, security = [] }: RouteConfig): ProblemCode[] {
  const ways = security as RouteEntry['security']
  const codes: ProblemCode[] = []
  if (method !== 'get') codes.push('csrf_failed')
  if (security.length === 0) return codes
  const takesKey = ways.some(way => way.apiKey !== undefined)
  codes.push('unauthenticated', 'rate_limited', takesKey ? 'scope_missing' : 'session_required')
  const role = ways.find(way => way.session !== undefined)?.session?.[0]
  if (role === undefined) return codes
  if (role === 'operator') return [...codes, 'operator_required']
  codes.push('not_found')
  if (role !== 'member') codes.push('forbidden')
  if (!path.startsWith('/api/organizations/')) codes.push('organization_required')
  if (!isReading({ method: method.toUpperCase(), security: ways }) && path !== undoing)
    codes.push('organization_deleted')
  return codes
}
