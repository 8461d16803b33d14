import { createRoute } from '@hono/zod-openapi'
import {
  daysQuery,
  daysSchema,
  failuresQuery,
  failuresSchema,
  seriesQuery,
  seriesSchema,
  statsQuery,
  statsSchema,
} from '@prikke/contract'
import { readDays } from '../executions/days.ts'
import { readFailures } from '../executions/failures.ts'
import { readSeries } from '../executions/series.ts'
import { readSpan } from '../executions/span.ts'
import { readStats } from '../executions/stats.ts'
import { spanWithinHistory } from '../plans/within-history.ts'
import { access, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { boundedly } from '../too-wide.ts'

const about = { tags: ['Executions'], security: access.read }

const stats = createRoute({
  ...about,
  operationId: 'getStats',
  method: 'get',
  path: '/api/stats',
  summary: 'Count executions by status, with how long they took and how late they were',
  request: { query: statsQuery },
  responses: {
    200: json(statsSchema, 'Of the executions due in from ≤ scheduledFor < to'),
    ...problems('search_too_wide'),
  },
})
const series = createRoute({
  ...about,
  operationId: 'getStatsSeries',
  method: 'get',
  path: '/api/stats/series',
  summary: 'See how a time went, in equal parts of it',
  request: { query: seriesQuery },
  responses: {
    200: json(seriesSchema, 'Every part, the earliest first'),
    ...problems('search_too_wide'),
  },
})
const failures = createRoute({
  ...about,
  operationId: 'listFailures',
  method: 'get',
  path: '/api/stats/failures',
  summary: 'List what failed in a time, by job and cause, the last seen first',
  request: { query: failuresQuery },
  responses: {
    200: json(failuresSchema, 'Of the executions due in from ≤ scheduledFor < to'),
    ...problems('search_too_wide'),
  },
})
const days = createRoute({
  ...about,
  operationId: 'listDays',
  method: 'get',
  path: '/api/stats/days',
  summary: 'Count the executions of a job by day, for up to 90 days',
  description: 'Days whose executions have been removed are told of as they were counted then.',
  request: { query: daysQuery },
  responses: {
    200: json(daysSchema, 'Every day, the earliest first'),
    ...problems('search_too_wide'),
  },
})

export function statsRoutes({ pool }: Services) {
  const routes = createRoutes()

  routes.openapi(stats, async c => {
    const { from, to, ...filter } = c.req.valid('query')
    const { organization } = c.var
    const span = spanWithinHistory(pool, organization, readSpan(from, to))
    const read = boundedly(pool, tx => readStats(tx.sql, organization.id, span, filter))
    return c.json(await read, 200)
  })

  routes.openapi(series, async c => {
    const { from, to, buckets, ...filter } = c.req.valid('query')
    const { organization } = c.var
    const span = spanWithinHistory(pool, organization, readSpan(from, to))
    const read = boundedly(pool, tx => readSeries(tx.sql, organization.id, span, buckets, filter))
    return c.json(await read, 200)
  })

  routes.openapi(failures, async c => {
    const { from, to, limit, ...filter } = c.req.valid('query')
    const { organization } = c.var
    const span = spanWithinHistory(pool, organization, readSpan(from, to))
    const read = boundedly(pool, tx => readFailures(tx.sql, organization.id, span, limit, filter))
    return c.json(await read, 200)
  })

  routes.openapi(days, async c => {
    const { jobId, days } = c.req.valid('query')
    const { id } = c.var.organization
    return c.json(await boundedly(pool, tx => readDays(tx.sql, id, jobId, days)), 200)
  })

  return routes
}
