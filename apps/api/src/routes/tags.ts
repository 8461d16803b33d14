import { createRoute } from '@hono/zod-openapi'
import { pageQuery, tagPage } from '@prikke/contract'
import { pageFrom, readTextCursor } from '../page.ts'
import { access, createRoutes, json } from '../route.ts'
import type { Services } from '../services.ts'

const list = createRoute({
  tags: ['Jobs'],
  security: access.read,
  operationId: 'listTags',
  method: 'get',
  path: '/api/tags',
  summary: 'List the tags of all jobs, in order, with how many jobs have each',
  request: { query: pageQuery },
  responses: { 200: json(tagPage, 'A page of tags') },
})

type Row = { tag: string; jobCount: number }

export function tagRoutes({ pool }: Services) {
  const routes = createRoutes()
  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readTextCursor(cursor)
    const rows = await pool.sql<Row[]>`
      select tag, count(*)::int as "jobCount"
      from jobs cross join lateral unnest(tags) tag
      where organization_id = ${c.var.organization.id} and tag > ${after ?? ''}
      group by tag order by tag limit ${limit + 1}`
    return c.json(
      pageFrom(
        rows,
        limit,
        row => row.tag,
        ({ tag, jobCount }) => ({ tag, jobCount }),
      ),
      200,
    )
  })
  return routes
}
