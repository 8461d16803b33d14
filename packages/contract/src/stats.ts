import { z } from '@hono/zod-openapi'
import { executionFilterQuery } from './execution-filter.ts'
import { instantSchema, wholeNumber } from './shape.ts'

const { jobId, tag } = executionFilterQuery.shape

export const statsQuery = z.strictObject({
  jobId,
  tag,
  from: instantSchema.optional().openapi({ description: 'Default: 24 hours before `to`' }),
  to: instantSchema.optional().openapi({ description: 'Default: now' }),
})

export const percentilesSchema = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
})

export const countsSchema = z
  .object({
    pending: z.number().int(),
    running: z.number().int(),
    success: z.number().int(),
    failed: z.number().int(),
    timeout: z.number().int(),
    missed: z.number().int(),
    skipped: z.number().int(),
    cancelled: z.number().int(),
  })
  .openapi('CountsByStatus')

export const statsSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    counts: countsSchema,
    overQuota: z.number().int().openapi({
      description: 'Of those skipped: because the executions of the month were used up',
    }),
    successRate: z.number().nullable().openapi({
      description: 'success / (success + failed + timeout), null when nothing ran',
    }),
    durationMs: percentilesSchema,
    latenessMs: percentilesSchema.openapi({
      description: 'Start of the first attempt minus scheduledFor',
    }),
    sampleCount: z.number().int().openapi({
      description:
        'Executions that the percentiles are of: all that ran, or an even sample of more than 50,000',
    }),
  })
  .openapi('Stats')

export const histogramQuery = executionFilterQuery.extend({
  from: instantSchema.optional().openapi({ description: 'Default: 24 hours before `to`' }),
  to: instantSchema.optional().openapi({ description: 'Default: now' }),
  buckets: wholeNumber(1, 400).default(96).openapi({
    description: 'Into how many equal parts the time is cut',
  }),
})

export const histogramSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    bucketMs: z
      .number()
      .int()
      .openapi({ description: 'How long each is; the last may be shorter' }),
    buckets: z
      .array(z.object({ from: instantSchema, counts: countsSchema }))
      .openapi({ description: 'Each from when it begins, the earliest first' }),
  })
  .openapi('Histogram')

/** A hint that something changed; the client fetches what it shows anew. */
export type EventHint = {
  type: 'jobs' | 'executions' | 'alerts' | 'replays' | 'hello' | 'heartbeat'
}

export type Counts = z.infer<typeof countsSchema>
export type Stats = z.infer<typeof statsSchema>
export type Histogram = z.infer<typeof histogramSchema>
