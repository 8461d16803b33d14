import { z } from '@hono/zod-openapi'
import { executionFilterQuery } from './execution-filter.ts'
import { instantSchema, wholeNumber } from './shape.ts'

export const previewInput = z
  .strictObject({
    cronExpression: z.string().optional().openapi({ description: 'As a job has it' }),
    scheduledAt: instantSchema.optional().openapi({ description: 'As a one-time job has it' }),
    timezone: z.string().default('UTC'),
    from: instantSchema
      .optional()
      .openapi({ description: 'Runs strictly after this; default now' }),
    limit: z.number().int().min(1).max(100).default(5).openapi({ description: 'How many runs' }),
  })
  .refine(value => (value.cronExpression === undefined) !== (value.scheduledAt === undefined), {
    message: 'give either cronExpression or scheduledAt',
    path: ['cronExpression'],
  })
  .openapi('PreviewInput')

export const upcomingRun = z
  .object({
    at: instantSchema.openapi({ description: 'The instant' }),
    local: z.string().openapi({
      description: 'The same by the clocks of the time zone',
      example: '2027-03-28T03:00:00',
    }),
    offset: z.string().openapi({ description: 'Of those clocks from UTC', example: '+02:00' }),
    note: z.enum(['shifted', 'first_pass']).optional().openapi({
      description: 'At a clock change: moved out of the gap, or only the first of two passes',
    }),
  })
  .openapi('UpcomingRun')

const cronField = z.enum(['minute', 'hour', 'day of month', 'month', 'day of week'])

export const previewResult = z
  .object({
    description: z.string().openapi({ description: 'In words' }),
    cronExpression: z.string().nullable().openapi({
      description: 'As it is stored: macros spelled out, single spaces, names in capitals',
      example: '30 2 * * *',
    }),
    intervalMinutes: z.number().int().nullable().openapi({
      description: 'The shortest time between two runs; null for one instant',
    }),
    runsPerMonth: z.number().nullable().openapi({
      description: 'How many runs a month has on average; null for one instant',
    }),
    fields: z
      .array(z.object({ name: cronField, text: z.string(), meaning: z.string() }))
      .openapi({ description: 'What each of the five fields names; none for one instant' }),
    runs: z.array(upcomingRun).openapi({ description: 'The next ones, soonest first' }),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })).openapi({
      description: 'What may not be meant: `day_or_weekday`, `clock_change` …',
    }),
  })
  .openapi('Preview')

export const upcomingQuery = z.strictObject({
  limit: wholeNumber(1, 100).default(5).openapi({ description: 'How many runs', default: 5 }),
})
export const upcomingResult = z.object({ data: z.array(upcomingRun) })

export const plannedQuery = z.strictObject({
  jobId: executionFilterQuery.shape.jobId,
  from: instantSchema.optional().openapi({ description: 'Default: now; what is past is empty' }),
  to: instantSchema.optional().openapi({
    description: 'Default: 24 hours after `from`; at most 366 days after it',
  }),
  buckets: wholeNumber(1, 400).default(96).openapi({
    description: 'Into how many equal parts the time is cut',
  }),
})
export const plannedResult = z
  .object({
    from: instantSchema,
    to: instantSchema,
    bucketMs: z.number().int().openapi({
      description: 'How long each is; the last may be shorter',
    }),
    complete: z.boolean().openapi({
      description: 'False when there are so many that some were counted by their rhythm',
    }),
    buckets: z
      .array(z.object({ from: instantSchema, count: z.number().int() }))
      .openapi({ description: 'Each from when it begins, the earliest first' }),
  })
  .openapi('PlannedRuns')

export type Planned = z.infer<typeof plannedResult>
export type PreviewInput = z.input<typeof previewInput>
export type Preview = z.infer<typeof previewResult>
export type UpcomingRun = z.infer<typeof upcomingRun>
