import type { Sql, StoredTimings } from '@prikke/schema'
import type { Reply } from './outcome.ts'

/** A reply as columns of the JSON that giving back sends: what is null is left out, bytes are base64. */
export function replyRow(reply: Reply) {
  return {
    status_code: reply.statusCode ?? undefined,
    error_code: reply.errorCode ?? undefined,
    error_message: reply.errorMessage ?? undefined,
    timings: reply.timings === null ? undefined : phasesOf(reply.timings),
    response_headers: reply.responseHeaders ?? undefined,
    response_body: reply.responseBody?.toString('base64'),
    response_bytes: reply.responseBytes ?? undefined,
    response_truncated: reply.responseTruncated || undefined,
    response_encoding: reply.responseEncoding ?? undefined,
  }
}

/** The phases that took place: most requests have no look-up, no connect and no TLS. */
export function phasesOf({ totalMs, ...phases }: StoredTimings): Partial<StoredTimings> {
  const timings: Partial<StoredTimings> = { totalMs }
  for (const [phase, ms] of Object.entries(phases)) {
    if (ms !== null) timings[phase as keyof typeof phases] = ms
  }
  return timings
}

/** The same columns as a record definition for `jsonb_to_record`. */
export const replyRecord = (sql: Sql) => sql`
  status_code int, error_code text, error_message text, timings json, response_headers json,
  response_body text, response_bytes int8, response_truncated bool, response_encoding text`

/** Rows by their id, as one JSON object: looked up row by row, they need no join and so no plan for it. */
export function byId<Row extends { id: string }>(rows: Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map(row => [row.id, row]))
}
