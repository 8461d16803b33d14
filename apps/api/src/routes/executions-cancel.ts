import { createRoute } from '@hono/zod-openapi'
import { cancelInput, cancelResult, mostCancelled } from '@prikke/contract'
import { cancelMatching, countPending } from '@prikke/queue'
import { countChanged } from '../count-changed.ts'
import { matchExecutions } from '../executions/matching.ts'
import { withinHistory } from '../plans/within-history.ts'
import { invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const cancelMany = createRoute({
  tags: ['Executions'],
  security: access.write,
  operationId: 'cancelExecutions',
  method: 'post',
  path: '/api/executions/cancel',
  summary: 'Cancel all pending executions that a filter matches',
  description:
    'Count first, with `dryRun`; `expectedCount` says that number back. What has begun meanwhile goes on, so fewer may be cancelled; more never are.',
  request: body(cancelInput),
  responses: {
    200: json(cancelResult, 'How many were cancelled'),
    ...problems('count_changed', 'too_many_executions'),
  },
})

export function executionsCancelRoutes({ pool, change }: Services) {
  const routes = createRoutes()

  routes.openapi(cancelMany, async c => {
    const organizationId = c.var.organization.id
    const { filter: asked, dryRun, expectedCount } = c.req.valid('json')
    const filter = withinHistory(pool, c.var.organization, asked)
    const matching = { ...filter, status: ['pending' as const] }
    if (dryRun) {
      const { waiting } = await matchExecutions(pool.sql, organizationId, matching)
      if (waiting === null) return c.json({ count: 0 }, 200)
      return c.json({ count: await countPending(pool, waiting, mostCancelled + 1) }, 200)
    }
    if (expectedCount === undefined) throw invalid([notCounted])
    return await change(c, async ({ tx, record, announce }) => {
      const { waiting } = await matchExecutions(tx.sql, organizationId, matching)
      const count = waiting === null ? 0 : await cancelMatching(tx, waiting, mostCancelled + 1)
      if (count > mostCancelled) throw invalid([tooMany])
      if (count > expectedCount) throw countChanged(count)
      if (count > 0) {
        const after = { ...filter, count }
        record({ action: 'execution.cancelled', subject: many, after })
        announce('executions')
      }
      return c.json({ count }, 200)
    })
  })

  return routes
}

const many = { type: 'execution' as const, id: null, name: null }
const notCounted = {
  path: 'expectedCount',
  code: 'required',
  message: 'is required: count first, with dryRun',
}
const tooMany = {
  path: 'filter',
  code: 'too_many_executions',
  message: `matches more than ${mostCancelled} pending executions: name a shorter time`,
}
