import { createRoute, z } from '@hono/zod-openapi'
import {
  executionListQuery,
  executionPage,
  executionSchema,
  idSchema,
  type ProblemCode,
} from '@prikke/contract'
import { cancelExecution, replayExecution, wake } from '@prikke/queue'
import { listExecutions } from '../executions/list.ts'
import { readExecution } from '../executions/read.ts'
import { notFound, Problem } from '../problem.ts'
import { access, createRoutes, json, onlyOnce, problems } from '../route.ts'
import type { Services } from '../services.ts'

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
const replay = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'replayExecution',
  method: 'post',
  path: '/api/executions/{id}/replay',
  summary: 'Run the job of an execution again, as it stands now',
  description: 'The new execution names it in `replayOf`.',
  request: { params, ...onlyOnce },
  responses: { 202: json(executionSchema, 'The new execution'), ...problems('job_deleted') },
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

export function executionRoutes({ pool, change }: Services) {
  const routes = createRoutes()

  routes.openapi(list, async c =>
    c.json(await listExecutions(pool.sql, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(get, async c =>
    c.json(await readExecution(pool.sql, c.var.organization.id, c.req.valid('param').id), 200),
  )

  routes.openapi(replay, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const replayed = await replayExecution(tx, organizationId, id)
      if (replayed.outcome === 'not_found') throw notFound('There is no such execution.')
      if (replayed.outcome === 'job_deleted') {
        throw conflict('job_deleted', 'The job of this execution has been deleted.')
      }
      await wake(tx.sql, 'executions')
      const execution = await readExecution(tx.sql, organizationId, replayed.executionId)
      const after = { executionId: execution.id }
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

/** People know an execution by its job. */
const subjectOf = (id: string, name: string | null) => ({ type: 'execution' as const, id, name })
