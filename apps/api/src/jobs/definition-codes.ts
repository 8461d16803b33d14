import type { ProblemCode } from '@prikke/contract'

/** With what a URL that may not be called is refused. */
export const urlCodes = [
  'url_invalid',
  'url_scheme_not_allowed',
  'url_credentials_not_allowed',
  'url_port_not_allowed',
  'url_blocked_address',
  'url_blocked_host',
] as const satisfies ProblemCode[]

/** With what `checkRequest` refuses what a job, or one run of it, is to send. */
export const requestCodes = [
  ...urlCodes,
  'header_name_invalid',
  'header_value_invalid',
  'header_value_required',
  'header_reserved',
  'header_limit',
  'header_duplicate',
  'body_limit',
] as const satisfies ProblemCode[]

/** With what `define` refuses a job. */
export const definitionCodes = [
  ...requestCodes,
  'schedule_mismatch',
  'scheduled_at_invalid',
  'resume_at_invalid',
  'cron_invalid',
  'cron_never_fires',
  'timezone_invalid',
] as const satisfies ProblemCode[]
