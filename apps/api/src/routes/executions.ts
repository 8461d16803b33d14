import { createRoute, z } from '@hono/zod-openapi'
import {
  executionCount,
  executionFilterQuery,
  executionListQuery,
  executionNeighbours,
  executionPage,
  executionSchema,
  histogramQuery,
  histogramSchema,
  idSchema,
  type ProblemCode,
  type ReplayEdit,
  replayEdit,
} from '@prikke/contract'
import { cancelExecution, replayExecution, wake } from '@prikke/queue'
import { countExecutions } from '../executions/count.ts'
import { editedRequest } from '../executions/edited-request.ts'
import { readHistogram } from '../executions/histogram.ts'
import { listExecutions } from '../executions/list.ts'
import { readNeighbours, readPlace } from '../executions/neighbours.ts'
import { readExecution } from '../executions/read.ts'
import { readSpan } from '../executions/span.ts'
import { requestCodes } from '../jobs/definition-codes.ts'
import { noExecutionsLeft } from '../plans/plan-limit.ts'
import { checkWithinHistory, spanWithinHistory, withinHistory } from '../plans/within-history.ts'
import { forbidden, notFound, Problem } from '../problem.ts'
import { access, createRoutes, json, onlyOnce, optionalBody, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { boundedly } from '../too-wide.ts'

const params = z.object({ id: idSchema })
const about = { tags: ['Executions'] }

const list = createRoute({
  ...about,
  security: access.read,
  operationId: 'listExecutions',
  method: 'get',
  path: '/api/executions',
  summary: 'List executions, newest scheduledFor first',
  request: { query: executionListQuery },
  responses: { 200: json(executionPage, 'A page of executions') },
})
const count = createRoute({
  ...about,
  security: access.read,
  operationId: 'countExecutions',
  method: 'get',
  path: '/api/executions/count',
  summary: 'Count executions, exactly as far as 100,000 were looked through',
  request: { query: executionFilterQuery },
  responses: { 200: json(executionCount, 'How many there are') },
})
const histogram = createRoute({
  ...about,
  security: access.read,
  operationId: 'getExecutionHistogram',
  method: 'get',
  path: '/api/executions/histogram',
  summary: 'Count executions by status in equal parts of a time',
  request: { query: histogramQuery },
  responses: {
    200: json(histogramSchema, 'Every part, the earliest first'),
    ...problems('search_too_wide'),
  },
})
const get = createRoute({
  ...about,
  security: access.read,
  operationId: 'getExecution',
  method: 'get',
  path: '/api/executions/{id}',
  summary: 'Read an execution with its attempts',
  request: { params },
  responses: { 200: json(executionSchema, 'The execution') },
})
const neighbours = createRoute({
  ...about,
  security: access.read,
  operationId: 'getExecutionNeighbours',
  method: 'get',
  path: '/api/executions/{id}/neighbours',
  summary: 'Find the executions of the same job before and after one',
  request: { params },
  responses: { 200: json(executionNeighbours, 'Their ids') },
})
const replay = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'replayExecution',
  method: 'post',
  path: '/api/executions/{id}/replay',
  summary: 'Run the job of an execution again, as it stands now',
  description:
    'The new execution names it in `replayOf`. With a body this one run sends what that says, at each of its attempts; the job stays as it is. Secret headers that are named as `{secret: true}` are those of the job. A body needs a key with the scope `write`.',
  request: { params, ...onlyOnce, ...optionalBody(replayEdit) },
  responses: {
    202: json(executionSchema, 'The new execution'),
    ...problems(...requestCodes, 'job_deleted', 'plan_limit'),
  },
})
const cancel = createRoute({
  ...about,
  security: access.write,
  operationId: 'cancelExecution',
  method: 'post',
  path: '/api/executions/{id}/cancel',
  summary: 'Cancel a pending or running execution',
  description: 'A request that is under way may still reach its target.',
  request: { params },
  responses: { 200: json(executionSchema, 'The execution'), ...problems('execution_final') },
})

const conflict = (code: ProblemCode, detail: string) => new Problem({ status: 409, code, detail })

export function executionRoutes({ pool, vault, checkUrl, change }: Services) {
  const routes = createRoutes()

  routes.openapi(list, async c => {
    const { organization } = c.var
    const query = withinHistory(pool, organization, c.req.valid('query'))
    return c.json(await listExecutions(pool.sql, organization.id, query), 200)
  })

  routes.openapi(count, async c => {
    const { organization } = c.var
    const query = withinHistory(pool, organization, c.req.valid('query'))
    return c.json(await countExecutions(pool.sql, organization.id, query), 200)
  })

  routes.openapi(histogram, async c => {
    const { from, to, buckets, ...filter } = c.req.valid('query')
    const { organization } = c.var
    const span = spanWithinHistory(pool, organization, readSpan(from, to))
    const read = boundedly(pool, tx =>
      readHistogram(tx.sql, organization.id, span, buckets, filter),
    )
    return c.json(await read, 200)
  })

  routes.openapi(get, async c => {
    const { organization } = c.var
    const execution = await readExecution(pool.sql, organization.id, c.req.valid('param').id)
    checkWithinHistory(pool, organization, execution)
    return c.json(execution, 200)
  })

  routes.openapi(neighbours, async c => {
    const { organization } = c.var
    const place = await readPlace(pool.sql, organization.id, c.req.valid('param').id)
    checkWithinHistory(pool, organization, place)
    const since = pool.planLimits ? organization.historySince : null
    return c.json(await readNeighbours(pool.sql, organization.id, place, since), 200)
  })

  routes.openapi(replay, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const edit = c.req.valid('json')
      if (isEdit(edit)) checkMayEdit(c.var.key)
      const original = await readPlace(tx.sql, organizationId, id)
      checkWithinHistory(pool, c.var.organization, original)
      const asked = { organizationId, jobId: original.jobId, edit }
      const edited = isEdit(edit) ? await editedRequest(tx, asked, { vault, checkUrl }) : null
      const replayed = await replayExecution(tx, organizationId, id, edited ?? undefined)
      if (replayed.outcome === 'not_found') throw notFound('There is no such execution.')
      if (replayed.outcome === 'over_quota') throw await noExecutionsLeft(tx, organizationId)
      if (replayed.outcome === 'job_deleted') {
        throw conflict('job_deleted', 'The job of this execution has been deleted.')
      }
      await wake(tx.sql, 'executions')
      const execution = await readExecution(tx.sql, organizationId, replayed.executionId)
      const after = { executionId: execution.id, ...(edited && { edited: Object.keys(edit) }) }
      record({ action: 'execution.replayed', subject: subjectOf(id, execution.jobName), after })
      announce('executions')
      return c.json(execution, 202)
    }),
  )

  routes.openapi(cancel, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const outcome = await cancelExecution(tx, organizationId, id)
      if (outcome === 'not_found') throw notFound('There is no such execution.')
      if (outcome === 'final') throw conflict('execution_final', 'This execution is already over.')
      const execution = await readExecution(tx.sql, organizationId, id)
      record({ action: 'execution.cancelled', subject: subjectOf(id, execution.jobName) })
      announce('executions')
      return c.json(execution, 200)
    }),
  )

  return routes
}

const isEdit = (edit: ReplayEdit) => Object.values(edit).some(value => value !== undefined)

/** Where a job calls is for those to say who may change it: its secrets go there. */
function checkMayEdit(key: { scopes: readonly string[] } | undefined): void {
  if (key === undefined || key.scopes.includes('write')) return
  throw forbidden('To edit what is sent needs an API key with the scope write.', 'scope_missing')
}

/** People know an execution by its job. */
const subjectOf = (id: string, name: string | null) => ({ type: 'execution' as const, id, name })
