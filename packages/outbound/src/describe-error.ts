import { errors } from 'undici'

type Code = 'connection_lost' | 'response_invalid' | 'response_headers_too_large'

const connectMessages: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was reset',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network cannot be reached',
  ETIMEDOUT: 'The connection timed out',
}

const tlsMessages: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The certificate has expired',
  CERT_NOT_YET_VALID: 'The certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'A certificate in the chain is self-signed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The issuer of the certificate is unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The chain of certificates is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is not for this host',
  ECONNRESET: 'The connection was closed during the TLS handshake',
}

/** One sentence without addresses: a message must not turn Prikke into a port scanner. */
export function describeConnectError(code: 'connect_failed' | 'tls_failed', error: Error): string {
  const reason = codeOf(error)
  if (code === 'connect_failed') {
    return connectMessages[reason] ?? 'The connection could not be opened'
  }
  return tlsMessages[reason] ?? 'The TLS handshake failed'
}

/** What a failure after the connect means for the attempt; null when it is no fault of the target. */
export function describeExchangeError(
  error: Error,
  statusCode: number | null,
): { code: Code; message: string } | null {
  const reason = codeOf(error)
  if (error instanceof errors.HeadersOverflowError) {
    return { code: 'response_headers_too_large', message: 'The headers are over 16 KiB' }
  }
  // undici calls every fault after a content-length a mismatch: broken headers, and a cut body.
  const broken =
    error instanceof errors.HTTPParserError
      ? reason !== 'HPE_INVALID_EOF_STATE'
      : error instanceof errors.ResponseContentLengthMismatchError && statusCode === null
  if (broken) {
    return { code: 'response_invalid', message: 'The response is not valid HTTP/1.1' }
  }
  if (error instanceof errors.SocketError && error.message.startsWith('bad ')) {
    return { code: 'response_invalid', message: 'The response answers no request' }
  }
  if (error instanceof errors.InvalidArgumentError) return null
  return { code: 'connection_lost', message: 'The connection was closed before the response ended' }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
