import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, type Key, keyInput, keyPage, newKeySchema, pageQuery } from '@prikke/contract'
import { apiKeys } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { newApiKey } from '../auth/api-keys.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { notFound } from '../problem.ts'
import { access, body, createRoutes, json, whenReading, whenWriting } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Accounts'], security: access.session }

const create = createRoute({
  ...about,
  method: 'post',
  path: '/api/keys',
  summary: 'Make an API key; it is shown this once',
  request: body(keyInput),
  responses: { 201: json(newKeySchema, 'The key, whole'), ...whenWriting },
})
const list = createRoute({
  ...about,
  method: 'get',
  path: '/api/keys',
  summary: 'List API keys, newest first',
  request: { query: pageQuery },
  responses: { 200: json(keyPage, 'A page of keys'), ...whenReading },
})
const remove = createRoute({
  ...about,
  method: 'delete',
  path: '/api/keys/{id}',
  summary: 'Revoke an API key, at once',
  request: { params: z.object({ id: idSchema }) },
  responses: { 204: { description: 'Revoked' }, ...whenReading },
})

export function keyRoutes({ pool }: Services) {
  const routes = createRoutes()

  routes.openapi(create, async c => {
    const { keyId, secretHash, key } = newApiKey()
    const { name } = c.req.valid('json')
    const organizationId = c.var.organization.id
    const [row] = await pool.db
      .insert(apiKeys)
      .values({ organizationId, keyId, name, secretHash, createdBy: c.var.signedIn.user.id })
      .returning()
    if (row === undefined) throw new Error('The insert returned no key.')
    return c.json({ ...keyOf(row), key }, 201)
  })

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const rows = await pool.db
      .select()
      .from(apiKeys)
      .where(
        and(
          eq(apiKeys.organizationId, c.var.organization.id),
          after === undefined ? undefined : lt(apiKeys.id, after),
        ),
      )
      .orderBy(desc(apiKeys.id))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.id, keyOf),
      200,
    )
  })

  routes.openapi(remove, async c => {
    const { id } = c.req.valid('param')
    const [gone] = await pool.db
      .delete(apiKeys)
      .where(and(eq(apiKeys.organizationId, c.var.organization.id), eq(apiKeys.id, id)))
      .returning({ id: apiKeys.id })
    if (gone === undefined) throw notFound('There is no such key.')
    return c.body(null, 204)
  })

  return routes
}

const keyOf = (row: typeof apiKeys.$inferSelect): Key => ({
  id: row.id,
  keyId: row.keyId,
  name: row.name,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})
