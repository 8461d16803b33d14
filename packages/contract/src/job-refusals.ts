import type { Refusal } from './refusal.ts'

/** Refusals about jobs, executions and channels. */
export const jobRefusals = {
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
  resume_at_invalid: {
    status: 422,
    meaning:
      'The instant is past, or more than a year ahead, or the job is on: only one that is off goes on by itself.',
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
  too_many_executions: {
    status: 422,
    meaning: 'The filter matches more than 10,000 pending executions. Name a shorter time.',
  },
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
