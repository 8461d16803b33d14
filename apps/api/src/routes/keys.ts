import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, keyInput, keyPage, newKeySchema, pageQuery, rotateInput } from '@prikke/contract'
import { apiKeys, type Sql } from '@prikke/schema'
import { and, eq, sql } from 'drizzle-orm'
import { newApiKey, newSecret } from '../auth/api-keys.ts'
import { keyOf, listKeys } from '../keys/list.ts'
import { invalid, notFound, Problem } from '../problem.ts'
import { body, createRoutes, json, onlyOnce, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Keys'], security: personWho('manage_keys') }
const params = z.object({ id: idSchema })

const create = createRoute({
  ...about,
  operationId: 'createKey',
  method: 'post',
  path: '/api/keys',
  summary: 'Make an API key; it is shown this once',
  request: { ...onlyOnce, ...body(keyInput) },
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
  request: { params, ...onlyOnce, ...body(rotateInput) },
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

export function keyRoutes({ pool, change }: Services) {
  const routes = createRoutes()
  const own = (organizationId: string, id: string) =>
    and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id))

  routes.openapi(create, c =>
    change(c, async ({ tx, record }) => {
      const { name, scopes, expiresAt: at } = c.req.valid('json')
      if (at !== undefined && !(await isAhead(tx.sql, at))) throw inThePast
      const { keyId, secretHash, key } = newApiKey()
      const expiresAt = at === undefined ? null : new Date(at)
      const organizationId = c.var.organization.id
      const createdBy = c.var.signedIn.user.id
      const [row] = await tx.db
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
      record({ action: 'key.created', subject: subjectOf(row), after: fieldsOf(row) })
      return c.json({ ...keyOf(row), key }, 201)
    }),
  )

  routes.openapi(list, async c =>
    c.json(await listKeys(pool, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(rotate, c =>
    change(c, async ({ tx, record }) => {
      const { id } = c.req.valid('param')
      const { overlapHours } = c.req.valid('json')
      const organizationId = c.var.organization.id
      const [before] = await tx.db.select().from(apiKeys).where(own(organizationId, id))
      if (before === undefined) throw noSuchKey
      const { secretHash, key } = newSecret(before.keyId)
      const overlaps = overlapHours > 0
      const [row] = await tx.db
        .update(apiKeys)
        .set({
          secretHash,
          previousSecretHash: overlaps ? sql`${apiKeys.secretHash}` : null,
          previousExpiresAt: overlaps
            ? sql`now() + ${overlapHours}::int * interval '1 hour'`
            : null,
        })
        .where(and(own(organizationId, id), sql`coalesce(${apiKeys.expiresAt} > now(), true)`))
        .returning()
      if (row === undefined) throw keyExpired
      record({ action: 'key.rotated', subject: subjectOf(row), after: { overlapHours } })
      return c.json({ ...keyOf(row), key }, 201)
    }),
  )

  routes.openapi(remove, c =>
    change(c, async ({ tx, record }) => {
      const [gone] = await tx.db
        .delete(apiKeys)
        .where(own(c.var.organization.id, c.req.valid('param').id))
        .returning()
      if (gone === undefined) throw noSuchKey
      record({ action: 'key.revoked', subject: subjectOf(gone), before: fieldsOf(gone) })
      return c.body(null, 204)
    }),
  )

  return routes
}

type Row = typeof apiKeys.$inferSelect

const subjectOf = ({ id, name }: Row) => ({ type: 'key' as const, id, name })
const fieldsOf = ({ keyId, scopes, expiresAt }: Row) => ({ keyId, scopes, expiresAt })

/** By the database's clock, which ends the key. */
async function isAhead(at: Sql, instant: string): Promise<boolean> {
  const [row] = await at<[{ isAhead: boolean }]>`
    select ${instant}::timestamptz > clock_timestamp() as "isAhead"`
  return row.isAhead
}

const noSuchKey = notFound('There is no such key.')
const keyExpired = new Problem({
  status: 409,
  code: 'key_expired',
  detail: 'This key has expired, and a new secret would too. Make a new key.',
})
const inThePast = invalid([
  { path: 'expiresAt', code: 'expires_at_invalid', message: 'must be in the future' },
])
