import type { Dispatcher } from 'undici'
import { ConnectFailure } from './connect.ts'
import type { Connection } from './connection.ts'
import { describeExchangeError } from './describe-error.ts'
import { since } from './elapsed.ts'
import type { ErrorCode, Reply, SendRequest, Timings } from './reply.ts'

type Headers = Record<string, string | string[]>

/** What an exchange needs from its sender. */
export type Line = {
  path: string
  /** An idle connection, or a new one; a new one for sure when asked so. */
  open(fresh: boolean): Connection
  /** Takes back a connection that ended its response cleanly. */
  release(connection: Connection): void
}

/** What every exchange of a sender has in common. */
export type Terms = {
  maxBytes: number
  /** Whether the process stood still since that instant of the monotonic clock. */
  stoodStillSince(instant: number): boolean
  onEnd(exchange: Exchange): void
}

/**
 * One request and its reply. The deadline runs from construction to the last byte; whatever comes
 * after the first end, from the socket or from the timer, changes nothing.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly reply: Promise<Reply>
  readonly #request: SendRequest
  readonly #terms: Terms
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #resolve: (reply: Reply) => void
  readonly #reject: (error: Error) => void
  #line: Line | null = null
  #connection: Connection | null = null
  #settled = false
  #dnsMs: number | null = null
  #sentAt: number | null = null
  #firstByteMs: number | null = null
  #statusCode: number | null = null
  #headers: Headers = {}
  #encoding: string | null = null
  #declaredBytes = 0
  #seenBytes = 0
  #chunks: Buffer[] = []

  constructor(request: SendRequest, terms: Terms) {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    this.reply = promise
    this.#resolve = resolve
    this.#reject = reject
    this.#request = request
    this.#terms = terms
    this.#timer = setTimeout(() => this.#expire(), request.timeoutMs)
  }

  /** Gives the exchange up when aborted; it is for the sender to listen. */
  get signal(): AbortSignal | undefined {
    return this.#request.signal
  }

  /** Marks that a name was looked up, from the start until now. */
  resolved(): void {
    this.#dnsMs = since(this.#startedAt)
  }

  /** Sends the request, unless the exchange ended meanwhile. */
  start(line: Line, fresh = false): void {
    if (this.#settled) return
    this.#line = line
    this.#connection = line.open(fresh)
    this.#connection.watch = this.#request.watch
    // One poll of the sockets first: it shows a connection that the target has closed meanwhile.
    if (this.#connection.reused) setImmediate(() => this.#dispatch(line.path))
    else this.#dispatch(line.path)
  }

  /** Ends the exchange without a response. */
  fail(code: ErrorCode, message: string): void {
    const statusCode = this.#statusCode
    const known = statusCode === null ? {} : { statusCode }
    this.#settle({ kind: 'error', code, message, ...known, timings: this.#timings() })
  }

  /** Ends the exchange because Prikke no longer wants the response. */
  abort(): void {
    this.fail('aborted', 'The request was given up')
  }

  #expire(): void {
    // Nothing was sent, and the time went by while this process stood still: no target is to blame.
    const isOurs = this.#sentAt === null && this.#terms.stoodStillSince(this.#startedAt)
    const { timeoutMs } = this.#request
    if (isOurs) this.abort()
    else this.fail('deadline_exceeded', `There was no whole response in ${timeoutMs} ms`)
  }

  #dispatch(path: string): void {
    const { method, body } = this.#request
    const headers = withIdentity(this.#request.headers)
    this.#connection?.client.dispatch({ path, method, headers, body }, this)
  }

  onRequestStart(): void {
    this.#sentAt = performance.now()
    this.#request.watch?.onPhase('waiting')
  }

  onResponseStarted(): void {
    if (this.#firstByteMs !== null) return
    this.#firstByteMs = since(this.#sentAt ?? this.#startedAt)
    this.#request.watch?.onPhase('receiving')
  }

  onResponseStart(_controller: unknown, statusCode: number, headers: object): void {
    if (statusCode < 200) return
    this.#statusCode = statusCode
    this.#headers = headers as Headers
    const encoding = String(this.#headers['content-encoding'] ?? 'identity').toLowerCase()
    this.#encoding = encoding === 'identity' || encoding === '' ? null : encoding
    const bodiless = this.#request.method === 'HEAD' || statusCode === 204 || statusCode === 304
    const declared = bodiless ? 0 : Number(this.#headers['content-length'] ?? 0)
    this.#declaredBytes = Math.min(declared, Number.MAX_SAFE_INTEGER)
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    const roomBytes = this.#terms.maxBytes - this.#seenBytes
    this.#seenBytes += chunk.length
    if (this.#encoding === null && roomBytes > 0) this.#chunks.push(chunk.subarray(0, roomBytes))
    if (chunk.length > roomBytes) this.#respond(false)
  }

  onResponseEnd(): void {
    this.#respond(true)
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#settled) return
    const failure =
      error instanceof ConnectFailure ? error : describeExchangeError(error, this.#statusCode)
    if (failure === null) {
      this.#end(false)
      this.#reject(error)
    } else if (this.#isUnsent(error) && this.#line !== null) {
      this.#connection?.destroy()
      this.start(this.#line, true)
    } else {
      this.fail(failure.code, failure.message)
    }
  }

  /** The target had closed the idle connection before a byte was written: no second sending. */
  #isUnsent(error: Error): boolean {
    const unwritten = this.#sentAt === null && this.#connection?.reused === true
    return unwritten && !(error instanceof ConnectFailure)
  }

  #respond(whole: boolean): void {
    const chunks = this.#chunks
    const [only] = chunks
    this.#settle(
      {
        kind: 'response',
        statusCode: this.#statusCode ?? 0,
        headers: this.#headers,
        body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks),
        bodyBytes: Math.max(this.#seenBytes, this.#declaredBytes),
        truncated: !whole || (this.#encoding !== null && this.#seenBytes > 0),
        encoding: this.#encoding,
        timings: this.#timings(),
      },
      whole,
    )
  }

  #settle(reply: Reply, clean = false): void {
    if (this.#settled) return
    this.#end(clean)
    this.#resolve(reply)
  }

  #end(clean: boolean): void {
    this.#settled = true
    clearTimeout(this.#timer)
    this.#terms.onEnd(this)
    if (this.#connection === null) return
    if (clean) this.#line?.release(this.#connection)
    else this.#connection.destroy()
  }

  #timings(): Timings {
    const { connectMs = null, tlsMs = null } = this.#connection?.opened ?? {}
    const firstByteMs = this.#firstByteMs
    return { dnsMs: this.#dnsMs, connectMs, tlsMs, firstByteMs, totalMs: since(this.#startedAt) }
  }
}

function withIdentity(headers: Record<string, string>): Record<string, string> {
  if ('Accept-Encoding' in headers) return headers
  const given = Object.keys(headers).some(name => name.toLowerCase() === 'accept-encoding')
  return given ? headers : { ...headers, 'accept-encoding': 'identity' }
}
