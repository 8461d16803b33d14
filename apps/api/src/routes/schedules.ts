import { createRoute } from '@hono/zod-openapi'
import { previewInput, previewResult } from '@prikke/contract'
import { describe, parseCron, parseTimezone, type Schedule, warningsFor } from '@prikke/schedule'
import type { z } from 'zod'
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
        runs: upcomingRuns(job, from, input.limit),
        warnings: warningsFor(schedule, from),
      },
      200,
    )
  })
  return routes
}

function checked(input: z.output<typeof previewInput>) {
  const errors: Invalid[] = []
  const zone = parseTimezone(input.timezone)
  if (!zone.ok) {
    const { code, message } = zone.problem
    errors.push({ path: 'timezone', code, message })
  }
  const cron = input.cronExpression === undefined ? null : parseCron(input.cronExpression)
  if (cron?.ok === false) {
    const { code, message } = cron.problem
    errors.push({ path: 'cronExpression', code, message })
  }
  if (!zone.ok || cron?.ok === false) throw invalid(errors)
  return {
    cronExpression: cron?.normalized ?? null,
    scheduledAt: input.scheduledAt ?? null,
    timezone: zone.timezone,
  }
}
