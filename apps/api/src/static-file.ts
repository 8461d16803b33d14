import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** Bytes that are the same for everybody, with all that is said of them, ready to be sent. */
export type StaticFile = { bytes: Buffer; gzipped: Buffer | null; type: string; etag: string }

const compressible = /^(text|application\/(json|manifest)|image\/svg)/

export function staticFile(content: Buffer | string, type: string): StaticFile {
  const bytes = Buffer.from(content)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { bytes, gzipped: compressible.test(type) ? gzipSync(bytes) : null, type, etag }
}

/** The file as an answer; 304 to who has it. `cache` is what Cache-Control says. */
export function respondWith(
  request: Request,
  file: StaticFile,
  { status = 200, cache = 'no-cache' } = {},
): Response {
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': cache,
    etag: file.etag,
    vary: 'accept-encoding',
  }
  if (status === 200 && request.headers.get('if-none-match') === file.etag) {
    return new Response(null, { status: 304, headers })
  }
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') && file.gzipped
  if (zipped) headers['content-encoding'] = 'gzip'
  return new Response(new Uint8Array(zipped || file.bytes), { status, headers })
}
