import { createRoute, z } from '@hono/zod-openapi'
import {
  executionListQuery,
  executionPage,
  executionSchema,
  idSchema,
  jobInput,
  jobListQuery,
  jobPage,
  jobPatch,
  jobSchema,
  jobVersionListQuery,
  savedVersionPage,
  upcomingQuery,
  upcomingResult,
} from '@prikke/contract'
import { crashPoint, triggerJob, wake } from '@prikke/queue'
import { jobs } from '@prikke/schema'
import { and, eq } from 'drizzle-orm'
import { may } from '../auth/tenants.ts'
import { isKnown, requireMatch, tag } from '../etag.ts'
import { listExecutions } from '../executions/list.ts'
import { readExecution } from '../executions/read.ts'
import { jobCreated, jobDeleted, jobSubject, jobUpdated } from '../jobs/audited.ts'
import { define, definitionOf, isSame, patched } from '../jobs/definition.ts'
import { definitionCodes } from '../jobs/definition-codes.ts'
import { listJobs } from '../jobs/list.ts'
import { pauserOf } from '../jobs/pauser.ts'
import { readJob } from '../jobs/read.ts'
import { upcomingRuns } from '../jobs/upcoming-runs.ts'
import { listVersionsOf } from '../jobs/versions.ts'
import { createJobs, deleteJobs, editJobs, lockJobs } from '../jobs/write.ts'
import { noExecutionsLeft } from '../plans/plan-limit.ts'
import { withinHistory } from '../plans/within-history.ts'
import { invalid, notFound } from '../problem.ts'
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
const about = { tags: ['Jobs'] }

const create = createRoute({
  ...about,
  security: access.write,
  operationId: 'createJob',
  method: 'post',
  path: '/api/jobs',
  summary: 'Make a job',
  request: { ...onlyOnce, ...body(jobInput) },
  responses: {
    201: tagged(jobSchema, 'The job'),
    ...problems(...definitionCodes, 'key_taken', 'plan_limit'),
  },
})
const list = createRoute({
  ...about,
  security: access.read,
  operationId: 'listJobs',
  method: 'get',
  path: '/api/jobs',
  summary: 'List jobs, newest first unless said otherwise',
  request: { query: jobListQuery },
  responses: { 200: json(jobPage, 'A page of jobs') },
})
const get = createRoute({
  ...about,
  security: access.read,
  operationId: 'getJob',
  method: 'get',
  path: '/api/jobs/{id}',
  summary: 'Read a job',
  request: { params, ...ifChanged },
  responses: { 200: tagged(jobSchema, 'The job'), ...unchanged },
})
const patch = createRoute({
  ...about,
  security: access.write,
  operationId: 'updateJob',
  method: 'patch',
  path: '/api/jobs/{id}',
  summary: 'Change a job, by JSON merge patch',
  description:
    'Only what is named changes; a header set to null goes, and a secret one sent as `{secret: true}` keeps its value. What is due already runs as it was.',
  request: { params, ...ifSame, ...body(jobPatch) },
  responses: {
    200: tagged(jobSchema, 'The job as it is now'),
    ...problems(...definitionCodes, 'key_taken', 'plan_limit'),
  },
})
const remove = createRoute({
  ...about,
  security: access.write,
  operationId: 'deleteJob',
  method: 'delete',
  path: '/api/jobs/{id}',
  summary: 'Delete a job; its executions stay',
  description: 'What waits is `cancelled`; what runs may finish.',
  request: { params, ...ifSame },
  responses: { 204: { description: 'Deleted' } },
})
const trigger = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'triggerJob',
  method: 'post',
  path: '/api/jobs/{id}/trigger',
  summary: 'Run a job now',
  description: 'Also a job that is off, and whatever its `overlap` says.',
  request: { params, ...onlyOnce },
  responses: { 202: json(executionSchema, 'The new execution'), ...problems('plan_limit') },
})
const executions = createRoute({
  ...about,
  security: access.read,
  operationId: 'listJobExecutions',
  method: 'get',
  path: '/api/jobs/{id}/executions',
  summary: 'List the executions of a job, newest first',
  request: { params, query: executionListQuery.omit({ jobId: true, tag: true }) },
  responses: { 200: json(executionPage, 'A page of executions') },
})
const upcoming = createRoute({
  ...about,
  security: access.read,
  operationId: 'listUpcomingRuns',
  method: 'get',
  path: '/api/jobs/{id}/upcoming',
  summary: 'List the next runs of a job',
  description: 'Of a job that is off those after its pause, where that ends by itself; else none.',
  request: { params, query: upcomingQuery },
  responses: { 200: json(upcomingResult, 'The next runs, soonest first') },
})
const versions = createRoute({
  ...about,
  security: access.read,
  operationId: 'listJobVersions',
  method: 'get',
  path: '/api/jobs/{id}/versions',
  summary: 'List what each version of a job sends, newest first',
  description:
    'Each change makes one, also of the schedule alone; retention removes what nothing has sent since. To go back, save what a version has with `PATCH /api/jobs/{id}`.',
  request: { params, query: jobVersionListQuery },
  responses: { 200: json(savedVersionPage, 'A page of versions') },
})

export function jobRoutes({ pool, vault, change, checkUrl }: Services) {
  const judge = () => ({ checkUrl, now: Date.now() })
  const routes = createRoutes()

  routes.openapi(create, async c => {
    const organizationId = c.var.organization.id
    const answer = await change(c, async ({ tx, record, announce }) => {
      const defined = define(c.req.valid('json'), null, judge())
      if (!defined.ok) throw invalid(defined.errors)
      const [id = ''] = await createJobs(tx, vault, organizationId, [defined.definition], {
        synced: false,
        by: pauserOf(c),
      })
      const job = await readJob(tx, organizationId, id)
      record(jobCreated(id, defined.definition))
      announce('jobs')
      return c.json(tag(c, job), 201)
    })
    crashPoint('job-committed')
    return answer
  })

  routes.openapi(list, async c =>
    c.json(await listJobs(pool, c.var.organization.id, c.req.valid('query')), 200),
  )

  routes.openapi(get, async c => {
    const job = await readJob(pool, c.var.organization.id, c.req.valid('param').id)
    tag(c, job)
    return isKnown(c, job) ? c.body(null, 304) : c.json(job, 200)
  })

  routes.openapi(patch, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const [row] = await lockJobs(tx, organizationId, [id])
      if (row === undefined) throw notFound('There is no such job.')
      await requireMatch(c, () => readJob(tx, organizationId, id))
      const before = definitionOf(row, vault)
      const defined = define(patched(before, c.req.valid('json')), before, judge())
      if (!defined.ok) throw invalid(defined.errors)
      const after = defined.definition
      if (!isSame(before, after)) {
        const edit = { id, before, after }
        await editJobs(tx, vault, organizationId, [edit], pauserOf(c))
        record(jobUpdated(edit))
        announce('jobs')
      }
      return c.json(tag(c, await readJob(tx, organizationId, id)), 200)
    }),
  )

  routes.openapi(remove, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const [row] = await lockJobs(tx, organizationId, [id])
      if (row === undefined) throw notFound('There is no such job.')
      await requireMatch(c, () => readJob(tx, organizationId, id))
      await deleteJobs(tx, [id])
      record(jobDeleted(id, definitionOf(row, vault)))
      announce('jobs')
      return c.body(null, 204)
    }),
  )

  routes.openapi(trigger, async c => {
    const organizationId = c.var.organization.id
    const answer = await change(c, async ({ tx, record, announce }) => {
      const { id } = c.req.valid('param')
      const [row] = await tx.db
        .select({ id: jobs.id, name: jobs.name })
        .from(jobs)
        .where(and(eq(jobs.organizationId, organizationId), eq(jobs.id, id)))
        .for('share')
      if (row === undefined) throw notFound('There is no such job.')
      const executionId = await triggerJob(tx, id)
      if (executionId === null) throw await noExecutionsLeft(tx, organizationId)
      await wake(tx.sql, 'executions')
      record({ action: 'job.run', subject: jobSubject(row), after: { executionId } })
      announce('executions')
      return c.json(await readExecution(tx.sql, organizationId, executionId), 202)
    })
    crashPoint('run-committed')
    return answer
  })

  routes.openapi(executions, async c => {
    const { id } = c.req.valid('param')
    await readJob(pool, c.var.organization.id, id)
    const { organization } = c.var
    const query = withinHistory(pool, organization, { ...c.req.valid('query'), jobId: [id] })
    return c.json(await listExecutions(pool.sql, c.var.organization.id, query), 200)
  })

  routes.openapi(upcoming, async c => {
    const job = await readJob(pool, c.var.organization.id, c.req.valid('param').id)
    const { limit } = c.req.valid('query')
    const { enabled, resumeAt } = job
    // A pause ends before what is due at that very instant.
    const after = resumeAt === null ? Date.now() : Math.max(Date.now(), Date.parse(resumeAt) - 1)
    const isPlanned = enabled || resumeAt !== null
    return c.json({ data: isPlanned ? upcomingRuns(job, after, limit) : [] }, 200)
  })

  routes.openapi(versions, async c => {
    const { organization, key } = c.var
    const { id } = c.req.valid('param')
    await readJob(pool, organization.id, id)
    const mayReadAudit = key === undefined && may(organization, 'read_audit')
    const which = { organizationId: organization.id, jobId: id, mayReadAudit }
    return c.json(await listVersionsOf(pool, which, c.req.valid('query')), 200)
  })

  return routes
}
