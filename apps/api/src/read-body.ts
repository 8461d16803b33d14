import { createMiddleware } from 'hono/factory'
import { Problem, wrongMediaType } from './problem.ts'
import type { AppEnv } from './route.ts'

const mostBytes = 512 * 1024
const mostSyncBytes = 8 * 1024 * 1024
const deepest = 64
const jsonType = /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;.*)?$/i

/** Reads a JSON body before the validators do: bounded in bytes and depth, uncompressed, UTF-8. */
export const readBody = createMiddleware<AppEnv>(async (c, next) => {
  const { route } = c.var
  if (!route.hasBody) return next()
  const encoding = c.req.header('content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem({
      status: 415,
      code: 'unsupported_encoding',
      detail: 'Send the body without compression.',
    })
  }
  const limit = route.path === '/api/sync' ? mostSyncBytes : mostBytes
  const bytes = await readBytes(c.req.raw, limit)
  if (bytes.length > 0 && !jsonType.test(c.req.header('content-type') ?? '')) throw wrongMediaType
  const text = decode(bytes)
  if (isTooDeep(text)) {
    throw new Problem({
      status: 400,
      code: 'json_too_deep',
      detail: `JSON may be nested at most ${deepest} levels deep.`,
    })
  }
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) })
  return next()
})

/** Counts what arrives, whatever Content-Length says or whether there is one. */
async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (request.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (limit: number) =>
  new Problem({
    status: 413,
    code: 'body_too_large',
    detail: `The body may have at most ${limit / 1024} KiB.`,
  })

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem({ status: 400, code: 'json_invalid', detail: 'The body is not valid UTF-8.' })
  }
}

/** Counts brackets outside strings: JSON.parse and PostgreSQL give up far later and far worse. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    if (depth > deepest) return true
  }
  return false
}
