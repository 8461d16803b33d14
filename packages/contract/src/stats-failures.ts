import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, wholeNumber } from './shape.ts'
import { statsQuery } from './stats.ts'

export const failuresQuery = statsQuery.extend({
  limit: wholeNumber(1, 100).default(20).openapi({ description: 'How many at most', default: 20 }),
})

export const failuresSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    atLeast: z.boolean().openapi({
      description: 'Whether there may be more: only the newest 50,000 failures were looked through',
    }),
    data: z
      .array(
        z
          .object({
            jobId: idSchema,
            jobName: z
              .string()
              .nullable()
              .openapi({ description: 'Null when the job has been deleted' }),
            errorCode: z.string().openapi({ description: 'Why they failed: `http_status` …' }),
            statusCode: z.number().int().nullable().openapi({
              description: 'What the target answered',
            }),
            count: z.number().int().openapi({ description: 'How often' }),
            firstAt: instantSchema.openapi({ description: 'scheduledFor of the first one' }),
            lastAt: instantSchema.openapi({ description: 'scheduledFor of the last one' }),
            lastExecutionId: idSchema.openapi({ description: 'The last one' }),
          })
          .openapi('FailureGroup'),
      )
      .openapi({ description: 'By job and cause, the last seen first' }),
  })
  .openapi('Failures')

export type Failures = z.infer<typeof failuresSchema>
