import { createRoute, z } from '@hono/zod-openapi'
import {
  idSchema,
  type Key,
  keyInput,
  keyPage,
  newKeySchema,
  pageQuery,
  rotateInput,
} from '@prikke/contract'
import { apiKeys, type Sql } from '@prikke/schema'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { newApiKey, newSecret } from '../auth/api-keys.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { invalid, notFound, Problem } from '../problem.ts'
import { body, createRoutes, json, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Keys'], security: personWho('manage_keys') }
const params = z.object({ id: idSchema })

const create = createRoute({
  ...about,
  operationId: 'createKey',
  method: 'post',
  path: '/api/keys',
  summary: 'Make an API key; it is shown this once',
  request: body(keyInput),
  responses: { 201: json(newKeySchema, 'The key, whole'), ...problems('expires_at_invalid') },
})
const list = createRoute({
  ...about,
  operationId: 'listKeys',
  method: 'get',
  path: '/api/keys',
  summary: 'List API keys, newest first',
  request: { query: pageQuery },
  responses: { 200: json(keyPage, 'A page of keys') },
})
const rotate = createRoute({
  ...about,
  operationId: 'rotateKey',
  method: 'post',
  path: '/api/keys/{id}/rotate',
  summary: 'Give a key a new secret; the old one works too for the hours of overlap',
  description: 'A second rotation within the overlap ends the older secret at once.',
  request: { params, ...body(rotateInput) },
  responses: {
    201: json(newKeySchema, 'The key with its new secret, whole'),
    ...problems('key_expired'),
  },
})
const remove = createRoute({
  ...about,
  operationId: 'revokeKey',
  method: 'delete',
  path: '/api/keys/{id}',
  summary: 'Revoke an API key, at once',
  request: { params },
  responses: { 204: { description: 'Revoked' } },
})

export function keyRoutes({ pool, log }: Services) {
  const routes = createRoutes()
  const own = (organizationId: string, id: string) =>
    and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id))

  routes.openapi(create, async c => {
    const { name, scopes, expiresAt: at } = c.req.valid('json')
    if (at !== undefined && !(await isAhead(pool.sql, at))) throw inThePast
    const { keyId, secretHash, key } = newApiKey()
    const expiresAt = at === undefined ? null : new Date(at)
    const organizationId = c.var.organization.id
    const createdBy = c.var.signedIn.user.id
    const [row] = await pool.db
      .insert(apiKeys)
      .values({
        organizationId,
        keyId,
        name,
        secretHash,
        expiresAt,
        createdBy,
        ...(scopes && { scopes }),
      })
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

  routes.openapi(rotate, async c => {
    const { id } = c.req.valid('param')
    const { overlapHours } = c.req.valid('json')
    const organization = c.var.organization
    const [before] = await pool.db.select().from(apiKeys).where(own(organization.id, id))
    if (before === undefined) throw noSuchKey
    const { secretHash, key } = newSecret(before.keyId)
    const overlaps = overlapHours > 0
    const [row] = await pool.db
      .update(apiKeys)
      .set({
        secretHash,
        previousSecretHash: overlaps ? sql`${apiKeys.secretHash}` : null,
        previousExpiresAt: overlaps ? sql`now() + ${overlapHours}::int * interval '1 hour'` : null,
      })
      .where(and(own(organization.id, id), sql`coalesce(${apiKeys.expiresAt} > now(), true)`))
      .returning()
    if (row === undefined) throw keyExpired
    const userId = c.var.signedIn.user.id
    log.info(
      { organization: organization.slug, userId, keyId: row.keyId, overlapHours },
      'key rotated',
    )
    return c.json({ ...keyOf(row), key }, 201)
  })

  routes.openapi(remove, async c => {
    const [gone] = await pool.db
      .delete(apiKeys)
      .where(own(c.var.organization.id, c.req.valid('param').id))
      .returning({ id: apiKeys.id })
    if (gone === undefined) throw noSuchKey
    return c.body(null, 204)
  })

  return routes
}

/** By the database's clock, which ends the key. */
async function isAhead(at: Sql, instant: string): Promise<boolean> {
  const [row] = await at<[{ isAhead: boolean }]>`
    select ${instant}::timestamptz > clock_timestamp() as "isAhead"`
  return row.isAhead
}

const keyOf = (row: typeof apiKeys.$inferSelect): Key => ({
  id: row.id,
  keyId: row.keyId,
  name: row.name,
  scopes: row.scopes,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  previousExpiresAt: row.previousExpiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

const noSuchKey = notFound('There is no such key.')
const keyExpired = new Problem({
  status: 409,
  code: 'key_expired',
  detail: 'This key has expired, and a new secret would too. Make a new key.',
})
const inThePast = invalid([
  { path: 'expiresAt', code: 'expires_at_invalid', message: 'must be in the future' },
])
