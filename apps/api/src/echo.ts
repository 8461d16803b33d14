import { type Context, Hono } from 'hono'
import { Problem } from './problem.ts'
import type { AppEnv } from './route.ts'

const mostBytes = 64 * 1024
const longestDelayMs = 10_000

/**
 * A target for first jobs: answers any method with what it was sent. `?status=` (200 to 599) and
 * `?delayMs=` (up to 10,000) make it answer otherwise.
 */
export function echoRoutes() {
  const routes = new Hono<AppEnv>()
  for (const path of ['/echo', '/echo/*']) routes.all(path, echo)
  return routes
}

async function echo(c: Context<AppEnv>): Promise<Response> {
  const status = readNumber(c, 'status', 200, 599) ?? 200
  const delayMs = readNumber(c, 'delayMs', 0, longestDelayMs) ?? 0
  const body = await readStart(c.req.raw)
  if (delayMs > 0) await new Promise(resolve => setTimeout(resolve, delayMs))
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status })
  const { method, path } = c.req
  return Response.json({ method, path, headers: c.req.header(), body }, { status })
}

function readNumber(c: Context, name: string, least: number, most: number): number | undefined {
  const text = c.req.query(name)
  if (text === undefined) return undefined
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  const message = `must be a whole number from ${least} to ${most}`
  throw new Problem({
    status: 422,
    code: 'validation_failed',
    detail: `${name}: ${message}`,
    errors: [{ path: name, code: 'invalid_value', message }],
  })
}

/** The first 64 KiB of a body; the rest is not waited for. */
async function readStart(request: Request): Promise<string> {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= mostBytes) break
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
}
