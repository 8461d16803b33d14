import { z } from '@hono/zod-openapi'
import { instantSchema } from './shape.ts'

export const statsQuery = z.strictObject({
  from: instantSchema.optional().openapi({ description: 'Default: 24 hours before `to`' }),
  to: instantSchema.optional().openapi({ description: 'Default: now' }),
})

const percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
})

export const statsSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    counts: z.object({
      pending: z.number().int(),
      running: z.number().int(),
      success: z.number().int(),
      failed: z.number().int(),
      timeout: z.number().int(),
      missed: z.number().int(),
      skipped: z.number().int(),
      cancelled: z.number().int(),
    }),
    overQuota: z.number().int().openapi({
      description: 'Of those skipped: because the executions of the month were used up',
    }),
    successRate: z.number().nullable().openapi({
      description: 'success / (success + failed + timeout), null when nothing ran',
    }),
    durationMs: percentiles,
    latenessMs: percentiles,
  })
  .openapi('Stats')

/** A hint that something changed; the client fetches what it shows anew. */
export type EventHint = { type: 'jobs' | 'executions' | 'alerts' | 'hello' | 'heartbeat' }

export type Stats = z.infer<typeof statsSchema>
