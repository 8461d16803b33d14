import { createRoute } from '@hono/zod-openapi'
import {
  jobsBulkInput,
  jobsBulkResult,
  jobsTriggerInput,
  jobsTriggerResult,
} from '@prikke/contract'
import { triggerJobs, wake } from '@prikke/queue'
import { jobSubject } from '../jobs/audited.ts'
import { changeJobs } from '../jobs/bulk.ts'
import { chooseJobs } from '../jobs/choose.ts'
import { pauserOf } from '../jobs/pauser.ts'
import { noExecutionsLeft } from '../plans/plan-limit.ts'
import { access, body, createRoutes, json, onlyOnce, problems } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Jobs'] }

const bulk = createRoute({
  ...about,
  security: access.write,
  operationId: 'changeJobs',
  method: 'post',
  path: '/api/jobs/bulk',
  summary: 'Enable, disable, tag, untag or delete many jobs; all or nothing',
  description:
    'Named by `ids` or by a `filter`. With a filter count first, with `dryRun`; `expectedCount` says that number back.',
  request: body(jobsBulkInput),
  responses: {
    200: json(jobsBulkResult, 'How many there were and how many changed'),
    ...problems(
      'not_found',
      'count_changed',
      'too_many_jobs',
      'too_many_tags',
      'resume_at_invalid',
      'plan_limit',
    ),
  },
})
const trigger = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'triggerJobs',
  method: 'post',
  path: '/api/jobs/bulk/trigger',
  summary: 'Run many jobs now; all or nothing',
  description: 'Named as in the call that changes many.',
  request: { ...onlyOnce, ...body(jobsTriggerInput) },
  responses: {
    202: json(jobsTriggerResult, 'The new executions; with dryRun none'),
    ...problems('not_found', 'count_changed', 'too_many_jobs', 'plan_limit'),
  },
})

/** Before the routes of one job, of whose ids `bulk` would be one. */
export function jobsBulkRoutes({ vault, change }: Services) {
  const routes = createRoutes()

  routes.openapi(bulk, c =>
    change(c, async ({ tx, record, announce }) => {
      const input = c.req.valid('json')
      const { result, acts } = await changeJobs(tx, vault, c.var.organization.id, input, {
        by: pauserOf(c),
        now: Date.now(),
      })
      for (const act of acts) record(act)
      if (acts.length > 0) announce('jobs')
      return c.json(result, 200)
    }),
  )

  routes.openapi(trigger, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const input = c.req.valid('json')
      const chosen = await chooseJobs(tx, organizationId, input)
      const ids = chosen.map(({ id }) => id)
      const executions = input.dryRun ? [] : await triggerJobs(tx, ids)
      if (executions === null) throw await noExecutionsLeft(tx, organizationId)
      if (executions.length > 0) {
        await wake(tx.sql, 'executions')
        announce('executions')
      }
      for (const [index, executionId] of executions.entries()) {
        const job = chosen[index]
        if (job === undefined) throw new Error('More was run than was asked for.')
        record({ action: 'job.run', subject: jobSubject(job), after: { executionId } })
      }
      return c.json({ matchedCount: ids.length, executions }, 202)
    }),
  )

  return routes
}
