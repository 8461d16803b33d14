import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

export type Dashboard = {
  /** The answer to a GET outside the API: a file, a page of the dashboard, or its page for 404. */
  answer(request: Request, path: string): Response
}

type File = { bytes: Buffer; gzipped: Buffer | null; type: string; etag: string }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
}
const compressible = /^(text|application\/(json|manifest)|image\/svg)/
/** What the dashboard itself routes. */
const pages = /^\/(?:|jobs|jobs\/[^/]+|jobs\/[^/]+\/edit|executions\/[^/]+|settings|login|signup)$/

/** Holds the built dashboard in memory: its names are known, so no path can lead out of it. */
export async function loadDashboard(folder: string): Promise<Dashboard> {
  const files = new Map<string, File>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, file).split(sep).join('/')}`, await readOne(file))
  }
  const index = files.get('/index.html')
  if (index === undefined) throw new Error(`There is no index.html in ${folder}.`)
  return {
    answer(request, path) {
      const file = files.get(path)
      if (file !== undefined && file !== index) {
        const forever = path.startsWith('/assets/')
        const cache = forever ? 'public, max-age=31536000, immutable' : 'no-cache'
        return respond(request, file, 200, cache)
      }
      return respond(request, index, pages.test(path) ? 200 : 404, 'no-cache')
    },
  }
}

async function readOne(path: string): Promise<File> {
  const bytes = await readFile(path)
  const type = types[extname(path)] ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { bytes, gzipped: compressible.test(type) ? gzipSync(bytes) : null, type, etag }
}

function respond(request: Request, file: File, status: number, cache: string): Response {
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
