import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { type Action, leastRoles, type ProblemCode, type Role, refusals } from '@prikke/contract'
import type { SignedIn } from './auth/sessions.ts'
import { problemOfInput } from './invalid-input.ts'

/** The organization a request acts in, and what its caller may do there. */
export type Tenant = {
  id: string
  slug: string
  name: string
  tier: 'free' | 'pro'
  role: Role
  /** Then it only stands to be looked at and restored, until `goneAt`. */
  deletedAt: Date | null
  goneAt: Date | null
}

/** What OpenAPI says of a route, as far as the middleware in front of it must know. */
export type RouteEntry = {
  method: string
  path: string
  security: readonly Partial<Record<'apiKey' | 'session', readonly string[]>>[]
  hasBody: boolean
}

/**
 * `organization` and `signedIn` are there as the route's security asks: the first for all but `user`,
 * the second wherever no key will do.
 */
export type AppEnv = {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    route: RouteEntry
    organization: Tenant
    signedIn: SignedIn
  }
}

/**
 * Who may call a route: its OpenAPI security, which the gate enforces. A key needs the scope that is
 * listed, a session the role.
 */
export const access = {
  anyone: [],
  user: [{ session: [] }],
  read: [{ apiKey: ['read'] }, { session: [leastRoles.look] }],
  write: [{ apiKey: ['write'] }, { session: [leastRoles.work] }],
  trigger: [{ apiKey: ['trigger'] }, { session: [leastRoles.work] }],
} satisfies Record<string, RouteEntry['security']>

/** For a person alone, whose role allows the action. */
export const personWho = (action: Action) => [{ session: [leastRoles[action]] }]

/** An app whose validators answer with problems. */
export const createRoutes = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: result => {
      if (!result.success) throw problemOfInput(result.target, result.error.issues)
    },
  })

/** A JSON body that a route takes. */
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

/** A JSON answer. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/**
 * The refusals of a route that are its own. Those that come of who may call it, of its body and of
 * its parameters are added where it is described: description/refusals-of.ts.
 */
export function problems(...codes: ProblemCode[]): Record<never, never> {
  const byStatus = Map.groupBy(codes, code => refusals[code].status)
  const entries = [...byStatus].map(([status, own]) => [
    status,
    { description: '', 'x-codes': own },
  ])
  return Object.fromEntries(entries)
}
