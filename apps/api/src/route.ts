import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Action,
  coded,
  leastRoles,
  type ProblemCode,
  type Role,
  refusals,
  type Scope,
} from '@prikke/contract'
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
  /** Where limits hold, nothing that was due before this is shown. */
  historySince: Date
}

/** What OpenAPI says of a route, as far as the middleware in front of it must know. */
export type RouteEntry = {
  method: string
  path: string
  security: readonly Partial<Record<'apiKey' | 'session', readonly string[]>>[]
  hasBody: boolean
  /** Whether a request may name itself by an `Idempotency-Key`. */
  takesKey: boolean
}

/**
 * `organization` and `signedIn` are there as the route's security asks: the first for all but `user`,
 * the second wherever no key will do. `key` is there where an API key was sent.
 */
export type AppEnv = {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    route: RouteEntry
    organization: Tenant
    signedIn: SignedIn
    key?: { id: string; name: string; scopes: readonly Scope[] }
    /** The key or the session that asks, by what names it and opens nothing. */
    caller: string
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
  /** Who owns the instance, in whatever organization they look at. */
  operator: [{ session: ['operator'] }],
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

/** A JSON body that a route takes, and can do without. */
export const optionalBody = <T extends z.ZodType>(schema: T) => ({
  body: { required: false, content: { 'application/json': { schema } } },
})

/** The headers of a route that makes something: a request that names itself is carried out once. */
export const onlyOnce = {
  headers: z.object({
    'Idempotency-Key': z
      .string()
      .refine(key => /^[\x20-\x7e]{1,255}$/.test(key), {
        message: 'must have 1 to 255 characters of printable ASCII',
        ...coded('idempotency_key_invalid'),
      })
      .optional()
      .openapi({
        description:
          'Names this request for 24 hours: sent again, it changes nothing more and gets the same answer, with `Idempotency-Replayed: true`. A new one for each request, such as a UUID.',
        example: '0b4d9f0e-6a0f-4a34-9f39-0c1f2c7a8b1d',
      }),
  }),
}

/** The headers of a route that reads one thing. */
export const ifChanged = {
  headers: z.object({
    'If-None-Match': z
      .string()
      .optional()
      .openapi({ description: 'The ETag that you have: 304 when it still is that' }),
  }),
}

/** The headers of a route that changes one thing. */
export const ifSame = {
  headers: z.object({
    'If-Match': z
      .string()
      .optional()
      .openapi({ description: 'The ETag that you read: 412 when it was changed since' }),
  }),
}

/** A JSON answer. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A JSON answer with the ETag of what it shows. */
export const tagged = <T extends z.ZodType>(schema: T, description: string) => ({
  ...json(schema, description),
  headers: z.object({
    ETag: z.string().openapi({
      description: 'Names what is shown, for `If-Match` and `If-None-Match`',
      example: '"3.5f0c91abX2k-_Qpz"',
    }),
  }),
})
export const unchanged = { 304: { description: 'Not changed since If-None-Match' } }

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
