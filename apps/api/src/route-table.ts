import type { OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import { notFound, Problem } from './problem.ts'
import { type AppEnv, onlyOnce, type RouteEntry } from './route.ts'

type Path = { pattern: RegExp; entries: Map<string, RouteEntry> }

/**
 * Finds what the description of the API says about a request before anything else looks at it, so
 * that an unknown path is 404 and a wrong method 405 to everybody, signed in or not.
 */
export function routeTable(routes: OpenAPIHono<AppEnv>) {
  const paths = readPaths(routes)
  return createMiddleware<AppEnv>(async (c, next) => {
    const found = paths.find(({ pattern }) => pattern.test(c.req.path))
    if (found === undefined) throw notFound()
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    const entry = found.entries.get(method)
    if (entry === undefined) throw wrongMethod([...found.entries.keys()])
    c.set('route', entry)
    await next()
  })
}

function readPaths(routes: OpenAPIHono<AppEnv>): Path[] {
  const byPath = new Map<string, Path>()
  for (const definition of routes.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { path, security = [], request } = definition.route
    const method = definition.route.method.toUpperCase()
    const known = byPath.get(path) ?? { pattern: patternOf(path), entries: new Map() }
    const hasBody = request?.body !== undefined
    const takesKey = request?.headers === onlyOnce.headers
    known.entries.set(method, { method, path, security, hasBody, takesKey })
    byPath.set(path, known)
  }
  // A fixed segment is looked at before one that takes anything.
  return [...byPath.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)

function wrongMethod(methods: string[]): Problem {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return new Problem({
    status: 405,
    code: 'method_not_allowed',
    detail: `This takes ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  })
}
