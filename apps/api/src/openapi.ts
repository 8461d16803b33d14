import type { OpenAPIHono } from '@hono/zod-openapi'
import manifest from '../package.json' with { type: 'json' }
import type { AppEnv } from './route.ts'

/** The OpenAPI 3.1 description of what the routes validate. */
export function describeApi(routes: OpenAPIHono<AppEnv>, appUrl: string, cookieName: string) {
  routes.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key, `pk_live_….sk_live_…`, bound to one organization; the scope that a route needs is named with it',
  })
  routes.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName,
    description:
      'A session, with `Prikke-Organization: <slug>` for a user of several; the least role that a route needs is named with it',
  })
  return routes.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Prikke',
      version: manifest.version,
      description: 'Cron and one-time HTTP jobs, exactly on time. Errors are RFC 9457 problems.',
      license: {
        name: 'Apache-2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0',
      },
    },
    servers: [{ url: new URL(appUrl).origin }],
  })
}
