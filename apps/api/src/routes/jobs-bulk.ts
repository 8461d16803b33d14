import { createRoute } from '@hono/zod-openapi'
import {
  jobsBulkInput,
  jobsBulkResult,
  jobsTriggerInput,
  jobsTriggerResult,
} from '@prikke/contract'
import { triggerJobs, wake } from '@prikke/queue'
import { changeJobs } from '../jobs/bulk.ts'
import { chooseJobs } from '../jobs/choose.ts'
import { noExecutionsLeft } from '../plans/plan-limit.ts'
import { access, body, createRoutes, json, problems, whenWriting } from '../route.ts'
import type { Services } from '../services.ts'

const about = { tags: ['Jobs'] }

const change = createRoute({
  ...about,
  security: access.write,
  method: 'post',
  path: '/api/jobs/bulk',
  summary: 'Enable, disable, tag, untag or delete many jobs; all or nothing',
  request: body(jobsBulkInput),
  responses: {
    200: json(jobsBulkResult, 'How many there were and how many changed'),
    ...whenWriting,
  },
})
const trigger = createRoute({
  ...about,
  security: access.trigger,
  method: 'post',
  path: '/api/jobs/bulk/trigger',
  summary: 'Run many jobs now; all or nothing',
  request: body(jobsTriggerInput),
  responses: {
    202: json(jobsTriggerResult, 'The new executions; with dryRun none'),
    ...whenWriting,
    ...problems(402),
  },
})

/** Before the routes of one job, of whose ids `bulk` would be one. */
export function jobsBulkRoutes({ pool, announcer }: Services) {
  const routes = createRoutes()

  routes.openapi(change, async c => {
    const organizationId = c.var.organization.id
    const result = await pool.transaction(tx => changeJobs(tx, organizationId, c.req.valid('json')))
    announcer.touch('jobs', organizationId)
    return c.json(result, 200)
  })

  routes.openapi(trigger, async c => {
    const organizationId = c.var.organization.id
    const input = c.req.valid('json')
    const result = await pool.transaction(async tx => {
      const ids = (await chooseJobs(tx, organizationId, input)).map(({ id }) => id)
      const executions = input.dryRun ? [] : await triggerJobs(tx, ids)
      if (executions === null) throw await noExecutionsLeft(tx, organizationId)
      if (executions.length > 0) await wake(tx.sql, 'executions')
      return { matchedCount: ids.length, executions }
    })
    announcer.touch('executions', organizationId)
    return c.json(result, 202)
  })

  return routes
}
