import { createRoute } from '@hono/zod-openapi'
import { syncInput, syncQuery, syncResult } from '@prikke/contract'
import { crashPoint } from '@prikke/queue'
import { createMiddleware } from 'hono/factory'
import { definitionCodes } from '../jobs/definition-codes.ts'
import { pauserOf } from '../jobs/pauser.ts'
import { syncJobs } from '../jobs/sync.ts'
import { Problem } from '../problem.ts'
import { type AppEnv, access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const mostJobs = 1_000

/** Before the validator, which would look at each of a million jobs first. */
const refuseTooMany = createMiddleware<AppEnv>(async (c, next) => {
  const input: unknown = await c.req.json().catch(() => null)
  const list = typeof input === 'object' && input !== null && 'jobs' in input ? input.jobs : null
  if (Array.isArray(list) && list.length > mostJobs) {
    throw new Problem({
      status: 413,
      code: 'body_too_large',
      detail: `One sync takes at most ${mostJobs} jobs.`,
    })
  }
  await next()
})

const sync = createRoute({
  tags: ['Jobs'],
  security: access.write,
  operationId: 'syncJobs',
  method: 'put',
  path: '/api/sync',
  summary: 'Make the jobs what is sent, told apart by key; all or nothing',
  description:
    'One transaction: nothing changes when any job is invalid. Jobs that were not made by a sync are never deleted by one. With `dryRun=true` it says what would be done.',
  middleware: refuseTooMany,
  request: { query: syncQuery, ...body(syncInput) },
  responses: {
    200: json(syncResult, 'The keys of what was done, or would be'),
    ...problems(...definitionCodes, 'key_duplicate', 'key_taken', 'plan_limit'),
  },
})

export function syncRoutes({ vault, change, checkUrl }: Services) {
  const routes = createRoutes()
  routes.openapi(sync, async c => {
    const organizationId = c.var.organization.id
    const dryRun = c.req.valid('query').dryRun === 'true'
    const judge = { checkUrl, now: Date.now() }
    const answer = await change(c, async ({ tx, record, announce }) => {
      const input = c.req.valid('json')
      const { result, acts } = await syncJobs(tx, organizationId, input, {
        ...{ dryRun, judge, vault },
        by: pauserOf(c),
      })
      for (const act of acts) record(act)
      if (acts.length > 0) announce('jobs')
      return c.json(result, 200)
    })
    crashPoint('sync-committed')
    return answer
  })
  return routes
}
