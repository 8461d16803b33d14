import type { Sql } from '@prikke/schema'
import type { Reply } from './outcome.ts'

/** A reply as columns of the JSON that settling sends; bytes travel as base64. */
export function replyRow(reply: Reply) {
  return {
    status_code: reply.statusCode,
    error_code: reply.errorCode,
    error_message: reply.errorMessage,
    timings: reply.timings,
    response_headers: reply.responseHeaders,
    response_body: reply.responseBody?.toString('base64') ?? null,
    response_bytes: reply.responseBytes,
    response_truncated: reply.responseTruncated,
    response_encoding: reply.responseEncoding,
  }
}

/** The same columns as a record definition for `jsonb_to_record`. */
export const replyRecord = (sql: Sql) => sql`
  status_code int, error_code text, error_message text, timings jsonb, response_headers jsonb,
  response_body text, response_bytes int8, response_truncated bool, response_encoding text`

/** Rows by their id, as one JSON object: looked up row by row, they need no join and so no plan for it. */
export function byId<Row extends { id: string }>(rows: Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map(row => [row.id, row]))
}
