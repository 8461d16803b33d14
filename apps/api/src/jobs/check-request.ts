import type { JobInput } from '@prikke/contract'
import type { Invalid } from '../problem.ts'
import { storeHeaders } from './headers.ts'
import type { ClearHeaders } from './sealed-headers.ts'

/** What of a job is sent. */
export type RequestInput = Pick<JobInput, 'url' | 'headers' | 'body'>

export type CheckUrl = (url: string) => { code: string; message: string } | null

const mostBodyBytes = 256 * 1024

/**
 * Checks what is to be sent beyond its shape. `before` is the request as it stands: its URL is not
 * judged anew, and a secret header that comes without its value keeps the one it had.
 */
export function checkRequest(
  { url, headers, body }: RequestInput,
  before: { url: string; headers: ClearHeaders } | null,
  checkUrl: CheckUrl,
): { headers: ClearHeaders; errors: Invalid[] } {
  const errors: Invalid[] = []
  const urlProblem = url === before?.url ? null : checkUrl(url)
  if (urlProblem !== null) errors.push({ path: 'url', ...urlProblem })
  const stored = storeHeaders(headers, before?.headers ?? {})
  if (!stored.ok) errors.push(...stored.errors)
  if (body !== null && Buffer.byteLength(body) > mostBodyBytes) {
    errors.push({ path: 'body', code: 'body_limit', message: 'may have at most 256 KiB' })
  }
  return { headers: stored.ok ? stored.headers : {}, errors }
}
