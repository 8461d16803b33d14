import type { JobInput } from '@prikke/contract'
import type { Invalid } from '../problem.ts'
import type { Judge } from './definition.ts'
import { storeHeaders } from './headers.ts'
import type { ClearHeaders } from './sealed-headers.ts'

type Checked = { ok: true; headers: ClearHeaders } | { ok: false; errors: Invalid[] }

const mostBodyBytes = 256 * 1024

/**
 * Checks what a job sends and puts its headers in clear: those that are sent without their value
 * take it from `kept`. Without `checkUrl` the URL is not judged.
 */
export function checkRequest(
  input: Pick<JobInput, 'url' | 'headers' | 'body'>,
  kept: ClearHeaders,
  checkUrl: Judge['checkUrl'] | null,
): Checked {
  const errors: Invalid[] = []
  const urlProblem = checkUrl?.(input.url) ?? null
  if (urlProblem !== null) errors.push({ path: 'url', ...urlProblem })
  const headers = storeHeaders(input.headers, kept)
  if (!headers.ok) errors.push(...headers.errors)
  if (input.body !== null && Buffer.byteLength(input.body) > mostBodyBytes) {
    errors.push({ path: 'body', code: 'body_limit', message: 'may have at most 256 KiB' })
  }
  return errors.length > 0 || !headers.ok ? { ok: false, errors } : headers
}
