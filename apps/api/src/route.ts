import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { type Action, coded, leastRoles, problemSchema, type Role } from '@prikke/contract'
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
    key?: { id: string; name: string }
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
  headers: z.object({ ETag: z.string().openapi({ example: '"3.5f0c…"' }) }),
})
export const unchanged = { 304: { description: 'Not changed since If-None-Match' } }

type ProblemAnswer = {
  description: string
  content: { 'application/problem+json': { schema: typeof problemSchema } }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Not understood: malformed JSON, or an organization must be named',
  401: 'Neither signed in nor a valid API key',
  402: 'More than the plan allows: plan_limit, and which limit',
  403: 'Not allowed',
  404: 'Not here, or not yours',
  409: 'In conflict with what is there',
  410: 'Used, or no longer valid',
  412: 'Changed since If-Match',
  413: 'Too large',
  415: 'Neither JSON nor without compression',
  422: 'Not valid',
  429: 'Too many at once',
  504: 'No answer in time',
}

/** The refusals a route may answer with. */
export const problems = <S extends number>(...statuses: S[]) =>
  Object.fromEntries(
    statuses.map(status => [
      status,
      {
        description: reasons[status] ?? 'Refused',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  ) as { [K in S]: ProblemAnswer }

/** Refusals of every route that reads for an organization, and of one that takes a body. */
export const whenReading = problems(400, 401, 403, 404, 422)
/** Refusals of a route that anyone may call to get in. */
export const whenSigningIn = problems(400, 403, 413, 415, 422, 429)
export const whenWriting = problems(400, 401, 403, 404, 409, 413, 415, 422)
