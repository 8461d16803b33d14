import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { respondWith, type StaticFile, staticFile } from './static-file.ts'

export type Dashboard = {
  /** The answer to a GET outside the API: a file, a page of the dashboard, or its page for 404. */
  answer(request: Request, path: string): Response
  /** The paths of its stylesheets, for pages that shall look like it. */
  stylesheets: string[]
}

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
/** What the dashboard itself routes. */
const pages =
  /^\/(?:|welcome|jobs(?:\/[^/]+(?:\/edit)?)?|executions(?:\/[^/]+)?|replays\/[^/]+|settings(?:\/[a-z-]+)?|organization|organizations\/new|system|login|signup|link|invite|reset-password|confirm-email)$/

/** Holds the built dashboard in memory: its names are known, so no path can lead out of it. */
export async function loadDashboard(folder: string): Promise<Dashboard> {
  const files = new Map<string, StaticFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, file).split(sep).join('/')}`, await readOne(file))
  }
  const index = files.get('/index.html')
  if (index === undefined) throw new Error(`There is no index.html in ${folder}.`)
  const links = index.bytes.toString().matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g)
  return {
    stylesheets: [...links].flatMap(([, href]) => href ?? []),
    answer(request, path) {
      const file = files.get(path)
      if (file !== undefined && file !== index) {
        const forever = path.startsWith('/assets/')
        const cache = forever ? 'public, max-age=31536000, immutable' : 'no-cache'
        return respondWith(request, file, { cache })
      }
      return respondWith(request, index, { status: pages.test(path) ? 200 : 404 })
    },
  }
}

async function readOne(path: string): Promise<StaticFile> {
  return staticFile(await readFile(path), types[extname(path)] ?? 'application/octet-stream')
}
