type Refusal = {
  status:
    | 400
    | 401
    | 402
    | 403
    | 404
    | 405
    | 408
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 429
    | 431
    | 500
    | 503
    | 504
  /** What it means, and what to do where that is not plain. */
  meaning: string
}

/** Every `code` that a problem may have. Stable: programs branch on them. */
export const refusals = {
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
  // accounts
  email_taken: { status: 409, meaning: 'There is already an account with this address.' },
  registration_closed: { status: 403, meaning: 'This instance takes no new accounts by itself.' },
  setup_token_invalid: {
    status: 403,
    meaning: 'The first account needs the setup token of the instance, which its log names.',
  },
  link_used: { status: 410, meaning: 'The link has been used. Ask for a new one.' },
  link_expired: { status: 410, meaning: 'The link is no longer valid. Ask for a new one.' },
  code_invalid: {
    status: 422,
    meaning: 'The code is wrong or no longer valid. After five wrong ones ask for a new mail.',
  },
  password_wrong: { status: 422, meaning: 'This is not your password.' },
  sign_in_again: {
    status: 403,
    meaning: 'Without a password this takes a sign-in within the last 15 minutes. Sign in again.',
  },
  // organizations
  slug_taken: { status: 409, meaning: 'Another organization of the instance has this slug.' },
  confirmation_mismatch: {
    status: 422,
    meaning: 'To delete an organization, give its name in full.',
  },
  last_owner: {
    status: 409,
    meaning: 'An organization keeps at least one owner. Make somebody else one first.',
  },
  already_member: { status: 409, meaning: 'Somebody with this address is a member already.' },
  invite_exists: {
    status: 409,
    meaning: 'The address is invited already. Send that invite again, or revoke it.',
  },
  invite_used: { status: 410, meaning: 'The invite has been answered.' },
  invite_expired: { status: 410, meaning: 'The invite is no longer valid. Ask for a new one.' },
  invite_for_another: {
    status: 403,
    meaning: 'The invite is for another address than that of the account.',
  },
  // plans
  plan_limit: {
    status: 402,
    meaning: 'More than the plan allows: `limit` says of what, with `most`, `used` and `tier`.',
  },
  plan_limits_off: {
    status: 409,
    meaning: 'This instance has no limits, so there is nothing to upgrade.',
  },
  // keys
  expires_at_invalid: { status: 422, meaning: 'The end of a key must be in the future.' },
  key_expired: {
    status: 409,
    meaning: 'The key has expired, and a new secret would too. Make a new key.',
  },
  // secrets
  secret_unreadable: {
    status: 409,
    meaning:
      'The secret can no longer be opened, for the key of the instance is another. Rotate it.',
  },
  // jobs
  key_taken: { status: 409, meaning: 'Another job of the organization has this key.' },
  key_duplicate: { status: 422, meaning: 'Two jobs of the sync have the same key.' },
  body_limit: { status: 422, meaning: 'The body of a job may have at most 256 KiB.' },
  schedule_mismatch: {
    status: 422,
    meaning: 'A cron job has no `scheduledAt`, and a one-time job no `cronExpression`.',
  },
  scheduled_at_invalid: {
    status: 422,
    meaning: 'The instant is more than a minute past, or more than 5 years ahead.',
  },
  cron_invalid: {
    status: 422,
    meaning:
      'The expression has not five fields as cron knows them, nor is it `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`.',
  },
  cron_never_fires: { status: 422, meaning: 'No day fits the expression, such as 31 February.' },
  timezone_invalid: {
    status: 422,
    meaning: 'Not the name of an IANA time zone, such as `Europe/Oslo`.',
  },
  url_invalid: { status: 422, meaning: 'Not a URL, or one with a host that no name may have.' },
  url_scheme_not_allowed: { status: 422, meaning: 'A URL begins with `http://` or `https://`.' },
  url_credentials_not_allowed: {
    status: 422,
    meaning: 'A URL holds no user and password. Use a secret header.',
  },
  url_port_not_allowed: {
    status: 422,
    meaning:
      'No job may call this port: it is that of mail, or of another service that is not HTTP.',
  },
  url_blocked_address: {
    status: 422,
    meaning: 'The address is private, or in a range that may not be called.',
  },
  url_blocked_host: {
    status: 422,
    meaning: 'The host is a private name, or the port is one of Prikke’s own.',
  },
  header_name_invalid: {
    status: 422,
    meaning: 'A header name has only letters, digits and the signs that HTTP allows.',
  },
  header_value_invalid: {
    status: 422,
    meaning: 'A header value has only printable ASCII, spaces and tabs.',
  },
  header_value_required: {
    status: 422,
    meaning: 'A secret header that has no value yet needs one: `{value, secret: true}`.',
  },
  header_reserved: { status: 422, meaning: 'Prikke or HTTP itself sets this header.' },
  header_limit: {
    status: 422,
    meaning: 'At most 50 headers, 16 KiB in all; a name up to 128 characters, a value up to 4,096.',
  },
  header_duplicate: { status: 422, meaning: 'The same header twice, in two spellings.' },
  too_many_tags: { status: 422, meaning: 'A job would have more than 20 tags.' },
  too_many_jobs: { status: 422, meaning: 'The filter matches more than 1,000 jobs. Narrow it.' },
  // many at once
  count_changed: {
    status: 409,
    meaning: 'The filter matches others than were counted. Nothing was done; count again.',
  },
  // executions
  execution_final: { status: 409, meaning: 'The execution is already over.' },
  job_deleted: { status: 409, meaning: 'The job of the execution has been deleted.' },
  search_too_wide: {
    status: 422,
    meaning: 'There is too much to look through in 5 s. Name a shorter time, or a job.',
  },
  // replays
  replay_running: {
    status: 409,
    meaning: 'A replay of the organization is under way. Wait for it, or cancel it.',
  },
  replay_final: { status: 409, meaning: 'The replay is already over.' },
  replay_too_large: {
    status: 422,
    meaning: 'The filter matches more than 200,000 executions. Name a shorter time.',
  },
  // channels
  channel_exists: { status: 409, meaning: 'There is already a channel to this target.' },
  channel_mismatch: {
    status: 422,
    meaning: 'An e-mail channel has an address and no URL, every other kind a URL and no address.',
  },
  url_masked: {
    status: 422,
    meaning: 'This is how Prikke shows a URL that it keeps for itself. Send the whole one.',
  },
  channel_test_timeout: {
    status: 504,
    meaning: 'The sample has not been sent yet. Its result will be among the alerts.',
  },
} as const satisfies Record<string, Refusal>

export type ProblemCode = keyof typeof refusals
export const problemCodes = Object.keys(refusals) as ProblemCode[]
