/** How long each phase of an exchange took; null for a phase that did not take place. */
export type Timings = {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  /** From the request sent to the first byte of the answer. */
  firstByteMs: number | null
  /** From the call to the last byte. */
  totalMs: number
}

/** What a request is at. A phase that does not take place is not told of. */
export type Phase = 'resolving' | 'connecting' | 'securing' | 'waiting' | 'receiving'

/** Is told how one request gets on. */
export type Watch = {
  /** As each phase begins. */
  onPhase(phase: Phase): void
  /** The address that a new connection really has. */
  onConnected(address: string): void
}

export type SendRequest = {
  url: string
  method: string
  headers: Record<string, string>
  body: string | Buffer | null
  /** Total deadline: from the call, with DNS, to the last byte. */
  timeoutMs: number
  /** Organization id: connections are never shared between scopes. */
  scope: string
  signal?: AbortSignal
  watch?: Watch
}

export type ErrorCode =
  | 'aborted'
  | 'blocked_address'
  | 'connect_failed'
  | 'connection_lost'
  | 'deadline_exceeded'
  | 'dns_failed'
  | 'port_not_allowed'
  | 'response_headers_too_large'
  | 'response_invalid'
  | 'tls_failed'

export type Reply =
  | {
      kind: 'response'
      statusCode: number
      headers: Record<string, string | string[]>
      /** The first bytes as they came, at most 64 KiB; empty when they are encoded. */
      body: Buffer
      /** Bytes seen, or what content-length declares when that is more. */
      bodyBytes: number
      /** Whether `body` is not all of it. */
      truncated: boolean
      /** The content-encoding of a target that did not heed `identity`. */
      encoding: string | null
      timings: Timings
    }
  | {
      kind: 'error'
      code: ErrorCode
      /** One plain sentence; never an address. */
      message: string
      /** Set when the failure came after the status. */
      statusCode?: number
      timings: Timings
    }
