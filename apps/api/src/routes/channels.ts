import { createRoute, z } from '@hono/zod-openapi'
import {
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
import { sql } from 'drizzle-orm'
import { awaitChannelTest } from '../await-channel-test.ts'
import { auditedChannel, subjectOf } from '../channels/audited.ts'
import { kindNames, kindOf } from '../channels/kind.ts'
import { channelOf, listChannels } from '../channels/list.ts'
import { isMaskedUrl, maskUrl } from '../channels/mask-url.ts'
import { holdChannel, ownChannel, readChannel } from '../channels/read.ts'
import { sealUrl } from '../channels/seal-url.ts'
import { isKnown, requireMatch, tag } from '../etag.ts'
import { urlCodes } from '../jobs/definition-codes.ts'
import { newIds } from '../new-ids.ts'
import { invalid } from '../problem.ts'
import {
  access,
  body,
  createRoutes,
  ifChanged,
  ifSame,
  json,
  onlyOnce,
  problems,
  tagged,
  unchanged,
} from '../route.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: idSchema })
const about = { tags: ['Channels'] }

const create = createRoute({
  ...about,
  security: access.write,
  operationId: 'createChannel',
  method: 'post',
  path: '/api/channels',
  summary: 'Make a channel for alerts',
  description:
    'Give `address` for mail, `url` for every other kind. The kind may be left out: a URL of Slack or Discord is known by its host, any other is a webhook. From then on a URL is shown masked.',
  request: { ...onlyOnce, ...body(channelInput) },
  responses: {
    201: tagged(channelSchema, 'The channel'),
    ...problems(...urlCodes, 'url_masked', 'channel_exists'),
  },
})
const list = createRoute({
  ...about,
  security: access.read,
  operationId: 'listChannels',
  method: 'get',
  path: '/api/channels',
  summary: 'List channels, newest first',
  request: { query: pageQuery },
  responses: { 200: json(channelPage, 'A page of channels') },
})
const get = createRoute({
  ...about,
  security: access.read,
  operationId: 'getChannel',
  method: 'get',
  path: '/api/channels/{id}',
  summary: 'Read a channel',
  request: { params, ...ifChanged },
  responses: { 200: tagged(channelSchema, 'The channel'), ...unchanged },
})
const patch = createRoute({
  ...about,
  security: access.write,
  operationId: 'updateChannel',
  method: 'patch',
  path: '/api/channels/{id}',
  summary: 'Change a channel, by JSON merge patch',
  description: 'A URL sent back as it was shown stays what it is.',
  request: { params, ...ifSame, ...body(channelPatch) },
  responses: {
    200: tagged(channelSchema, 'The channel as it is now'),
    ...problems(...urlCodes, 'url_masked', 'channel_exists', 'channel_mismatch'),
  },
})
const remove = createRoute({
  ...about,
  security: access.write,
  operationId: 'deleteChannel',
  method: 'delete',
  path: '/api/channels/{id}',
  summary: 'Delete a channel',
  request: { params, ...ifSame },
  responses: { 204: { description: 'Deleted' } },
})
const test = createRoute({
  ...about,
  security: access.write,
  operationId: 'testChannel',
  method: 'post',
  path: '/api/channels/{id}/test',
  summary: 'Send a sample and say what the receiver answered',
  request: { params },
  responses: {
    200: json(channelTestResult, 'What the receiver said'),
    ...problems('channel_test_timeout', 'rate_limited'),
  },
})

export function channelRoutes(services: Services) {
  const { pool, vault, limits, change } = services
  const routes = createRoutes()
  const checkUrl = (url: string) => {
    const problem = services.checkUrl(url) ?? (isMaskedUrl(url) ? onlyShown : null)
    if (problem !== null) throw invalid([{ path: 'url', ...problem }])
  }

  routes.openapi(create, c =>
    change(c, async ({ tx, record, announce }) => {
      const { kind: given, name, address, url, enabled } = c.req.valid('json')
      if (url !== undefined) checkUrl(url)
      const kind = given ?? (url === undefined ? 'email' : kindOf(url))
      const organizationId = c.var.organization.id
      const [id = ''] = await newIds(tx, 1)
      const own = { id, organizationId, kind, name: name ?? kindNames[kind], enabled }
      const target = url === undefined ? { target: address ?? '' } : sealUrl(vault, own, url)
      const [row] = await tx.db
        .insert(channels)
        .values({ ...own, ...target })
        .returning()
      if (row === undefined) throw new Error('The insert returned no channel.')
      record({ action: 'channel.created', subject: subjectOf(row), after: auditedChannel(row) })
      announce('alerts')
      return c.json(tag(c, channelOf(row)), 201)
    }),
  )

  routes.openapi(list, async c =>
    c.json(await listChannels(pool, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(get, async c => {
    const { id } = c.req.valid('param')
    const channel = tag(c, channelOf(await readChannel(pool, c.var.organization.id, id)))
    return isKnown(c, channel) ? c.body(null, 304) : c.json(channel, 200)
  })

  routes.openapi(patch, c =>
    change(c, async ({ tx, record, announce }) => {
      const { id } = c.req.valid('param')
      const { name, address, url, enabled } = c.req.valid('json')
      const before = await holdChannel(tx, c.var.organization.id, id)
      await requireMatch(c, () => channelOf(before))
      const wrong = before.kind === 'email' ? url : address
      if (wrong !== undefined) {
        const path = before.kind === 'email' ? 'url' : 'address'
        const message = `a channel of kind ${before.kind} has none`
        throw invalid([{ path, code: 'channel_mismatch', message }])
      }
      // Sent back as it was shown, a URL stays what it is.
      const isAsShown = before.kind !== 'email' && url === maskUrl(before.target)
      const newUrl = isAsShown ? undefined : url
      if (newUrl !== undefined) checkUrl(newUrl)
      const [row] = await tx.db
        .update(channels)
        .set({
          ...(name === undefined ? {} : { name }),
          ...(address === undefined ? {} : { target: address }),
          ...(newUrl === undefined ? {} : sealUrl(vault, before, newUrl)),
          ...(enabled === undefined ? {} : { enabled }),
          updatedAt: sql`now()`,
        })
        .where(ownChannel(c.var.organization.id, id))
        .returning()
      if (row === undefined) throw new Error('The channel is gone although it is held.')
      const fields = { before: auditedChannel(before), after: auditedChannel(row) }
      record({ action: 'channel.updated', subject: subjectOf(before), ...fields })
      announce('alerts')
      return c.json(tag(c, channelOf(row)), 200)
    }),
  )

  routes.openapi(remove, c =>
    change(c, async ({ tx, record, announce }) => {
      const { id } = c.req.valid('param')
      const before = await holdChannel(tx, c.var.organization.id, id)
      await requireMatch(c, () => channelOf(before))
      await tx.db.delete(channels).where(ownChannel(c.var.organization.id, id))
      record({
        action: 'channel.deleted',
        subject: subjectOf(before),
        before: auditedChannel(before),
      })
      announce('alerts')
      return c.body(null, 204)
    }),
  )

  routes.openapi(test, async c => {
    const organizationId = c.var.organization.id
    const { id } = c.req.valid('param')
    await limits.take(['channel_test', organizationId])
    const alertId = await change(c, async ({ tx, record }) => {
      // Held against a deletion, which would leave nothing to send to.
      const row = await holdChannel(tx, organizationId, id)
      record({ action: 'channel.tested', subject: subjectOf(row) })
      return await enqueueTestAlert(tx, row.id)
    })
    return c.json(await awaitChannelTest(services, organizationId, alertId), 200)
  })

  return routes
}

const onlyShown = {
  code: 'url_masked',
  message: 'is how Prikke shows a URL that it keeps for itself: send the whole one',
}
