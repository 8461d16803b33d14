import { createRoute, z } from '@hono/zod-openapi'
import {
  type Channel,
  channelInput,
  channelPage,
  channelPatch,
  channelSchema,
  channelTestResult,
  idSchema,
  pageQuery,
} from '@prikke/contract'
import { enqueueTestAlert } from '@prikke/queue'
import { channels } from '@prikke/schema'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { awaitChannelTest } from '../await-channel-test.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { invalid, notFound } from '../problem.ts'
import { access, body, createRoutes, json, problems, whenReading, whenWriting } from '../route.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: idSchema })
const about = { tags: ['Channels'] }

const create = createRoute({
  ...about,
  security: access.write,
  method: 'post',
  path: '/api/channels',
  summary: 'Make a channel for alerts',
  request: body(channelInput),
  responses: { 201: json(channelSchema, 'The channel'), ...whenWriting },
})
const list = createRoute({
  ...about,
  security: access.read,
  method: 'get',
  path: '/api/channels',
  summary: 'List channels, newest first',
  request: { query: pageQuery },
  responses: { 200: json(channelPage, 'A page of channels'), ...whenReading },
})
const get = createRoute({
  ...about,
  security: access.read,
  method: 'get',
  path: '/api/channels/{id}',
  summary: 'Read a channel',
  request: { params },
  responses: { 200: json(channelSchema, 'The channel'), ...whenReading },
})
const patch = createRoute({
  ...about,
  security: access.write,
  method: 'patch',
  path: '/api/channels/{id}',
  summary: 'Change a channel, by JSON merge patch',
  request: { params, ...body(channelPatch) },
  responses: { 200: json(channelSchema, 'The channel as it is now'), ...whenWriting },
})
const remove = createRoute({
  ...about,
  security: access.write,
  method: 'delete',
  path: '/api/channels/{id}',
  summary: 'Delete a channel',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...whenReading },
})
const test = createRoute({
  ...about,
  security: access.write,
  method: 'post',
  path: '/api/channels/{id}/test',
  summary: 'Send a sample and say what the receiver answered',
  request: { params },
  responses: {
    200: json(channelTestResult, 'What the receiver said'),
    ...whenReading,
    ...problems(429, 504),
  },
})

type Kind = Channel['kind']

export function channelRoutes(services: Services) {
  const { pool, limits, announcer } = services
  const routes = createRoutes()
  const checkUrl = (url: string) => {
    const problem = services.checkUrl(url)
    if (problem !== null) throw invalid([{ path: 'url', ...problem }])
  }

  routes.openapi(create, async c => {
    const { kind: given, name, address, url, enabled } = c.req.valid('json')
    if (url !== undefined) checkUrl(url)
    const kind = given ?? (url === undefined ? 'email' : kindOf(url))
    const target = address ?? url ?? ''
    const organizationId = c.var.organization.id
    const [row] = await pool.db
      .insert(channels)
      .values({ organizationId, kind, name: name ?? names[kind], target, enabled })
      .returning()
    if (row === undefined) throw new Error('The insert returned no channel.')
    announcer.touch('alerts', organizationId)
    return c.json(channelOf(row), 201)
  })

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const rows = await pool.db
      .select()
      .from(channels)
      .where(
        and(
          eq(channels.organizationId, c.var.organization.id),
          after === undefined ? undefined : lt(channels.id, after),
        ),
      )
      .orderBy(desc(channels.id))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.id, channelOf),
      200,
    )
  })

  const read = async (organizationId: string, id: string) => {
    const [row] = await pool.db.select().from(channels).where(own(organizationId, id))
    if (row === undefined) throw noSuchChannel()
    return row
  }

  routes.openapi(get, async c =>
    c.json(channelOf(await read(c.var.organization.id, c.req.valid('param').id)), 200),
  )

  routes.openapi(patch, async c => {
    const { id } = c.req.valid('param')
    const { name, address, url, enabled } = c.req.valid('json')
    const { kind } = await read(c.var.organization.id, id)
    const wrong = kind === 'email' ? url : address
    if (wrong !== undefined) {
      const path = kind === 'email' ? 'url' : 'address'
      const message = `a channel of kind ${kind} has none`
      throw invalid([{ path, code: 'channel_mismatch', message }])
    }
    if (url !== undefined) checkUrl(url)
    const target = address ?? url
    const [row] = await pool.db
      .update(channels)
      .set({
        ...(name === undefined ? {} : { name }),
        ...(target === undefined ? {} : { target }),
        ...(enabled === undefined ? {} : { enabled }),
        updatedAt: sql`now()`,
      })
      .where(own(c.var.organization.id, id))
      .returning()
    if (row === undefined) throw noSuchChannel()
    announcer.touch('alerts', c.var.organization.id)
    return c.json(channelOf(row), 200)
  })

  routes.openapi(remove, async c => {
    const [gone] = await pool.db
      .delete(channels)
      .where(own(c.var.organization.id, c.req.valid('param').id))
      .returning({ id: channels.id })
    if (gone === undefined) throw noSuchChannel()
    announcer.touch('alerts', c.var.organization.id)
    return c.body(null, 204)
  })

  routes.openapi(test, async c => {
    const organizationId = c.var.organization.id
    const { id } = c.req.valid('param')
    await limits.take(['channel_test', organizationId])
    const alertId = await pool.transaction(async tx => {
      // Locked against a deletion, which would leave nothing to send to.
      const [row] = await tx.db
        .select({ id: channels.id })
        .from(channels)
        .where(own(organizationId, id))
        .for('share')
      if (row === undefined) throw noSuchChannel()
      return await enqueueTestAlert(tx, id)
    })
    return c.json(await awaitChannelTest(services, organizationId, alertId), 200)
  })

  return routes
}

const noSuchChannel = () => notFound('There is no such channel.')

const own = (organizationId: string, id: string) =>
  and(eq(channels.organizationId, organizationId), eq(channels.id, id))

const names: Record<Kind, string> = {
  email: 'E-mail',
  slack: 'Slack',
  discord: 'Discord',
  webhook: 'Webhook',
}

/** The kind of channel a URL most likely leads to, when nobody says. */
function kindOf(url: string): Kind {
  const { hostname, pathname } = new URL(url)
  if (hostname === 'hooks.slack.com') return 'slack'
  const isDiscord = /^(?:\w+\.)?discord(?:app)?\.com$/.test(hostname)
  return isDiscord && pathname.startsWith('/api/webhooks') ? 'discord' : 'webhook'
}

const channelOf = (row: typeof channels.$inferSelect): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  address: row.kind === 'email' ? row.target : null,
  url: row.kind === 'email' ? null : row.target,
  enabled: row.enabled,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
