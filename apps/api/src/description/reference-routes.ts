import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Dashboard } from '../dashboard.ts'
import type { AppEnv } from '../route.ts'
import { respondWith, type StaticFile, staticFile } from '../static-file.ts'
import type { ApiDocument } from './document.ts'
import { referencePage } from './reference-page.ts'

const styles = staticFile(
  readFileSync(new URL('reference.css', import.meta.url)),
  'text/css; charset=utf-8',
)

/** The reference of the API, made once from its description, when somebody asks for it. */
export function referenceRoutes(describe: () => ApiDocument, dashboard: Dashboard | null) {
  const routes = new Hono<AppEnv>()
  let page: StaticFile | undefined
  routes.get('/docs/api', c => {
    page ??= staticFile(
      referencePage(describe(), dashboard?.stylesheets ?? []),
      'text/html; charset=utf-8',
    )
    return respondWith(c.req.raw, page)
  })
  routes.get('/docs/api.css', c => respondWith(c.req.raw, styles))
  return routes
}
