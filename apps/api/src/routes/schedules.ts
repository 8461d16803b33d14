import { createRoute } from '@hono/zod-openapi'
import { previewInput, previewResult } from '@prikke/contract'
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
import { wordsOf } from '../jobs/check-schedule.ts'
import { upcomingRuns } from '../jobs/upcoming-runs.ts'
import { type Invalid, invalid } from '../problem.ts'
import { access, body, createRoutes, json, problems } from '../route.ts'

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

export function scheduleRoutes() {
  const routes = createRoutes()
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
