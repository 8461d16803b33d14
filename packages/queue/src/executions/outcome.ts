import type { StoredTimings } from '@prikke/schema'

/** What a request brought back, whatever its meaning. */
export type Reply = {
  statusCode: number | null
  errorCode: string | null
  errorMessage: string | null
  timings: StoredTimings | null
  responseHeaders: Record<string, string | string[]> | null
  responseBody: Buffer | null
  responseBytes: number | null
  responseTruncated: boolean
  /** Content-Encoding of a body that was not kept because it came encoded. */
  responseEncoding: string | null
}

export const noReply: Reply = {
  statusCode: null,
  errorCode: null,
  errorMessage: null,
  timings: null,
  responseHeaders: null,
  responseBody: null,
  responseBytes: null,
  responseTruncated: false,
  responseEncoding: null,
}

/** What becomes of an execution after an attempt. */
export type Outcome =
  /** Final. `gone` switches the job off: its target answered 410. */
  | {
      kind: 'final'
      status: 'success' | 'failed' | 'timeout' | 'cancelled'
      reply: Reply
      gone?: boolean
    }
  /** Back to pending, due after `delayMs`; spends one of the job's retries. */
  | { kind: 'retry'; delayMs: number; reply: Reply }
  /** Back to pending for free, at once or after a while: this worker is leaving, or cannot do it. */
  | { kind: 'released'; started: boolean; delayMs?: number }
  /** Back to pending at once and for free, behind all others: its organization holds the slots. */
  | { kind: 'gave_way'; isHostSlow: boolean }
