import type { Refusal } from './refusal.ts'

/** Refusals of any request, whatever it is about. */
export const requestRefusals = {
  // any request
  request_invalid: {
    status: 400,
    meaning: 'Not a valid HTTP request. Look at its first line, `Host` and the other headers.',
  },
  request_timeout: {
    status: 408,
    meaning: 'The request did not arrive whole within 60 seconds. Send it again.',
  },
  headers_too_large: {
    status: 431,
    meaning: 'The first line and the headers together are over 16 KiB.',
  },
  not_found: {
    status: 404,
    meaning:
      'Nothing is here, or it belongs to another organization. It is the same answer, so that ids cannot be guessed.',
  },
  method_not_allowed: {
    status: 405,
    meaning: 'The path takes other methods; `Allow` names them.',
  },
  unauthenticated: {
    status: 401,
    meaning:
      'No session, and no API key that is good: unknown, wrong, revoked and expired ones are not told apart.',
  },
  csrf_failed: {
    status: 403,
    meaning:
      'A browser sent this change from another origin, or a cookie came without `Origin`. Programs use an API key and no cookie.',
  },
  forbidden: { status: 403, meaning: 'Your role in the organization is not enough.' },
  session_required: {
    status: 403,
    meaning: 'Only a person who is signed in may do this, no API key.',
  },
  organization_required: {
    status: 400,
    meaning:
      'You are in several organizations, or in none: name one in the header `Prikke-Organization`.',
  },
  organization_deleted: {
    status: 403,
    meaning: 'The organization was deleted: all one can do is look, and restore it.',
  },
  scope_missing: {
    status: 403,
    meaning: 'The API key lacks the scope that this needs. Use another key.',
  },
  rate_limited: {
    status: 429,
    meaning: 'Too often. Come back after the seconds that `Retry-After` names.',
  },
  busy: { status: 503, meaning: 'Too much at once in the database. Try again soon.' },
  database_unavailable: {
    status: 503,
    meaning: 'The database cannot be reached just now. Try again soon.',
  },
  internal: {
    status: 500,
    meaning: 'A fault of Prikke, not of the request. The log names it by `requestId`.',
  },
  // any body or query
  json_invalid: { status: 400, meaning: 'The body is not valid JSON in UTF-8.' },
  json_too_deep: { status: 400, meaning: 'The JSON is nested more than 64 levels deep.' },
  body_too_large: {
    status: 413,
    meaning: 'The body is over 512 KiB; for a sync, over 8 MiB or 1,000 jobs.',
  },
  unsupported_encoding: { status: 415, meaning: 'Send the body without compression.' },
  unsupported_media_type: { status: 415, meaning: 'Send the body as `application/json`.' },
  validation_failed: {
    status: 422,
    meaning: 'Something in the body or the query is not valid: `errors` says what, and where.',
  },
  unknown_field: {
    status: 422,
    meaning: 'A field or a query parameter that does not exist here; `errors` names it.',
  },
  text_invalid: { status: 422, meaning: 'A text holds NUL or a lone surrogate.' },
  cursor_invalid: {
    status: 422,
    meaning: 'The cursor is not one of this list. Begin again without one.',
  },
  // repeated and conditional requests
  idempotency_key_invalid: {
    status: 422,
    meaning: 'An `Idempotency-Key` has 1 to 255 characters of printable ASCII.',
  },
  idempotency_key_reused: {
    status: 422,
    meaning:
      'The `Idempotency-Key` was sent with another request, or its answer can be read no more. Each request has a key of its own.',
  },
  idempotency_key_in_use: {
    status: 409,
    meaning: 'A request with this `Idempotency-Key` is under way. Send it again in a moment.',
  },
  version_conflict: {
    status: 412,
    meaning: 'It was changed since you read what `If-Match` names. Read it again, and decide anew.',
  },
} as const satisfies Record<string, Refusal>
