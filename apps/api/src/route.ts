import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { type Action, leastRoles, problemSchema, type Role } from '@prikke/contract'
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

/** A JSON answer. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

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
