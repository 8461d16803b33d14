import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, wholeNumber } from './shape.ts'
import { countsSchema, percentilesSchema, statsQuery } from './stats.ts'

const successRate = z.number().nullable().openapi({
  description: 'success / (success + failed + timeout), null when nothing ran',
})

export const seriesQuery = statsQuery.extend({
  buckets: wholeNumber(1, 400).default(96).openapi({
    description: 'Into how many equal parts the time is cut',
  }),
})

export const seriesSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    bucketMs: z.number().int().openapi({
      description: 'How long each is; the last may be shorter',
    }),
    buckets: z
      .array(
        z.object({
          from: instantSchema,
          counts: countsSchema,
          successRate,
          durationMs: percentilesSchema,
          latenessMs: percentilesSchema.openapi({
            description: 'Start of the first attempt minus scheduledFor',
          }),
          sampleCount: z.number().int().openapi({
            description:
              'Executions that the percentiles are of: all that ran, or an even sample of many',
          }),
        }),
      )
      .openapi({ description: 'Each from when it begins, the earliest first' }),
  })
  .openapi('Series')

export const daysQuery = z.strictObject({
  jobId: idSchema.openapi({ description: 'Of this job' }),
  days: wholeNumber(1, 90).default(90).openapi({ description: 'So many, today among them' }),
})

export const daysSchema = z
  .object({
    data: z
      .array(
        z.object({
          day: z.iso.date().openapi({ description: 'In UTC', example: '2026-11-21' }),
          counts: countsSchema,
          successRate,
        }),
      )
      .openapi({ description: 'Every day, the earliest first' }),
  })
  .openapi('Days')

export type Series = z.infer<typeof seriesSchema>
export type Days = z.infer<typeof daysSchema>
