import { createRoute } from '@hono/zod-openapi'
import { plannedQuery, plannedResult, previewInput, previewResult } from '@prikke/contract'
import {
  describe,
  explainFields,
  parseCron,
  parseTimezone,
  runsPerMonth,
  type Schedule,
  shortestIntervalMinutes,
  warningsFor,
} from '@prikke/schedule'
import type { z } from 'zod'
import { bucketMsOf } from '../executions/count-buckets.ts'
import { readSpanAhead } from '../executions/span.ts'
import { wordsOf } from '../jobs/check-schedule.ts'
import { plannedRuns } from '../jobs/planned-runs.ts'
import { upcomingRuns } from '../jobs/upcoming-runs.ts'
import { type Invalid, invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'
import type { Services } from '../services.ts'

const preview = createRoute({
  tags: ['Schedules'],
  security: access.read,
  operationId: 'previewSchedule',
  method: 'post',
  path: '/api/schedules/preview',
  summary: 'Say in words what a schedule means and when it runs next',
  description: 'The same code as the scheduler’s. Give either `cronExpression` or `scheduledAt`.',
  request: body(previewInput),
  responses: {
    200: json(previewResult, 'What the schedule means'),
    ...problems('cron_invalid', 'cron_never_fires', 'timezone_invalid'),
  },
})

const planned = createRoute({
  tags: ['Schedules'],
  security: access.read,
  operationId: 'countPlannedRuns',
  method: 'get',
  path: '/api/schedules/planned',
  summary: 'Count the runs that schedules name ahead, in equal parts of a time',
  description: 'Of jobs that are on. The same code as the scheduler’s.',
  request: { query: plannedQuery },
  responses: { 200: json(plannedResult, 'Every part, the earliest first') },
})

export function scheduleRoutes({ pool }: Services) {
  const routes = createRoutes()

  routes.openapi(planned, async c => {
    const { from, to, buckets, jobId } = c.req.valid('query')
    const span = readSpanAhead(from, to)
    const bucketMs = bucketMsOf(span, buckets)
    const asked = { bucketMs, jobIds: jobId }
    const runs = await plannedRuns(pool.sql, c.var.organization.id, span, asked)
    return c.json(
      { from: span.from.toISOString(), to: span.to.toISOString(), bucketMs, ...runs },
      200,
    )
  })

  routes.openapi(preview, c => {
    const input = c.req.valid('json')
    const { cronExpression, scheduledAt, timezone } = checked(input)
    const from = input.from === undefined ? Date.now() : Date.parse(input.from)
    const schedule: Schedule =
      cronExpression === null
        ? { scheduleType: 'once', scheduledAt: Date.parse(scheduledAt ?? ''), timezone }
        : { scheduleType: 'cron', cronExpression, timezone }
    const { scheduleType } = schedule
    const job = { scheduleType, cronExpression, scheduledAt, timezone }
    return c.json(
      {
        description: describe(schedule),
        ...figuresOf(cronExpression, from),
        runs: upcomingRuns(job, from, input.limit),
        warnings: warningsFor(schedule, from),
      },
      200,
    )
  })
  return routes
}

function figuresOf(cronExpression: string | null, from: number) {
  if (cronExpression === null) {
    return { cronExpression, intervalMinutes: null, runsPerMonth: null, fields: [] }
  }
  return {
    cronExpression,
    intervalMinutes: shortestIntervalMinutes(cronExpression),
    runsPerMonth: runsPerMonth(cronExpression, from),
    fields: explainFields(cronExpression),
  }
}

function checked(input: z.output<typeof previewInput>) {
  const errors: Invalid[] = []
  const zone = parseTimezone(input.timezone)
  if (!zone.ok) errors.push({ path: 'timezone', ...wordsOf(zone.problem) })
  const cron = input.cronExpression === undefined ? null : parseCron(input.cronExpression)
  if (cron?.ok === false) errors.push({ path: 'cronExpression', ...wordsOf(cron.problem) })
  if (!zone.ok || cron?.ok === false) throw invalid(errors)
  return {
    cronExpression: cron?.normalized ?? null,
    scheduledAt: input.scheduledAt ?? null,
    timezone: zone.timezone,
  }
}
