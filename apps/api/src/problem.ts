import { STATUS_CODES } from 'node:http'
import { type PlanLimit, type ProblemBody, type ProblemCode, problemCodes } from '@prikke/contract'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One thing wrong with an input: where (`jobs.3.url`, at which character), what, in words. */
export type Invalid = { path: string; code: string; message: string; position?: number }

type ProblemInit = {
  status: ContentfulStatusCode
  code: ProblemCode
  detail: string
  errors?: Invalid[]
  headers?: Record<string, string>
  exceeded?: Exceeded
}

/** Which limit of a plan stands in the way, as extension members. */
type Exceeded = { limit: PlanLimit; most: number; used: number; tier: 'free' | 'pro' }

/** A refusal that the caller is told about. Thrown anywhere below a route, rendered in one place. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode
  readonly code: ProblemCode
  readonly errors: Invalid[] | undefined
  readonly headers: Record<string, string>
  readonly exceeded: Exceeded | undefined

  constructor({ status, code, detail, errors, headers = {}, exceeded }: ProblemInit) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = errors
    this.headers = headers
    this.exceeded = exceeded
  }

  /** RFC 9457 `application/problem+json`. */
  render(requestId: string): Response {
    const body: ProblemBody = {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      code: this.code,
      requestId,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      ...this.exceeded,
    }
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'content-type': 'application/problem+json', ...this.headers },
    })
  }
}

export const notFound = (what = 'Nothing is here.') =>
  new Problem({ status: 404, code: 'not_found', detail: what })

export const forbidden = (detail: string, code: ProblemCode = 'forbidden') =>
  new Problem({ status: 403, code, detail })

/** What the caller is told of a bug. */
export const failed = new Problem({
  status: 500,
  code: 'internal',
  detail: 'This is our fault, not yours. The log names this request.',
})

/** Codes of fields that say more than what is wrong with a shape. */
const isProblemCode = (code: string): code is ProblemCode =>
  (problemCodes as readonly string[]).includes(code)
const mostErrors = 1_000

/** 422 with everything that is wrong; its code is theirs when all share one that means something. */
export function invalid(errors: Invalid[]): Problem {
  const first = errors[0]
  const shared = errors.every(error => error.code === first?.code) ? first?.code : undefined
  return new Problem({
    status: 422,
    code: shared !== undefined && isProblemCode(shared) ? shared : 'validation_failed',
    detail:
      errors.length === 1 && first !== undefined
        ? `${first.path === '' ? '' : `${first.path}: `}${first.message}`
        : `${errors.length} things in the request are not valid.`,
    errors: errors.slice(0, mostErrors),
  })
}

const channelExists = {
  code: 'channel_exists',
  detail: 'There is already a channel to this target.',
} as const

const conflicts: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  jobs_key: { code: 'key_taken', detail: 'Another job of this organization has this key.' },
  organizations_slug_unique: {
    code: 'slug_taken',
    detail: 'Another organization of this instance has this slug.',
  },
  invites_open: {
    code: 'invite_exists',
    detail: 'This address is invited already. Send that invite again, or revoke it.',
  },
  channels_target_once: channelExists,
  channels_url_once: channelExists,
  replays_running: {
    code: 'replay_running',
    detail: 'A replay of this organization is under way. Wait for it, or cancel it.',
  },
  users_email_unique: {
    code: 'email_taken',
    detail: 'There is already an account with this e-mail.',
  },
}

/** What the caller is told about anything thrown; null when it is a bug or broken infrastructure. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException) return ofHttpException(error)
  const { code, constraint_name: constraint } = postgresError(error)
  const conflict = constraint === undefined ? undefined : conflicts[constraint]
  if (code === '23505' && conflict !== undefined) return new Problem({ status: 409, ...conflict })
  // A session outlives its account for the length of a request.
  if (code === '23503' && constraint?.endsWith('_user_id_users_id_fk')) return accountGone
  // A value that PostgreSQL cannot take came from outside: it is never a reason for a 500.
  if (code?.startsWith('22')) {
    return invalid([{ path: '', code: 'invalid', message: 'A value cannot be stored.' }])
  }
  if (code === '55P03' || code === '57014' || code === '40P01') return busy
  return code !== undefined && unreachable.test(code) ? unavailable : null
}

const accountGone = new Problem({
  status: 401,
  code: 'unauthenticated',
  detail: 'This account was erased meanwhile.',
  headers: { 'www-authenticate': 'Bearer' },
})
const unreachable = /^(08|57P|53|CONNECT|CONNECTION_|ECONN|ETIMEDOUT|EPIPE)/
const later = { status: 503, headers: { 'retry-after': '1' } } as const
const busy = new Problem({ ...later, code: 'busy', detail: 'Too much at once; try again soon.' })
const unavailable = new Problem({
  ...later,
  code: 'database_unavailable',
  detail: 'The database cannot be reached; try again soon.',
})

function ofHttpException({ status }: HTTPException): Problem | null {
  if (status === 400) {
    return new Problem({ status, code: 'json_invalid', detail: 'The body is not valid JSON.' })
  }
  if (status === 415) return wrongMediaType
  return null
}

export const wrongMediaType = new Problem({
  status: 415,
  code: 'unsupported_media_type',
  detail: 'Send the body as application/json.',
})

type PostgresError = { code?: string; constraint_name?: string; cause?: unknown }

/** drizzle wraps the driver's errors. */
function postgresError(error: unknown): PostgresError {
  if (!(error instanceof Error)) return {}
  const { code, cause } = error as PostgresError
  return code === undefined && cause !== undefined ? postgresError(cause) : (error as PostgresError)
}
