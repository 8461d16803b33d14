import { z } from '@hono/zod-openapi'
import { mostJobIds, statuses } from './execution-filter.ts'
import { idSchema, instantSchema, repeated } from './shape.ts'

export const recentQuery = z.strictObject({
  id: repeated(idSchema, mostJobIds, { type: 'string', format: 'uuid' }).openapi({
    description: 'Of these jobs; those that are not here are left out',
  }),
})

export const recentSchema = z
  .object({
    data: z.array(
      z.object({
        jobId: idSchema,
        executions: z
          .array(
            z.object({
              id: idSchema,
              status: z.enum(statuses),
              scheduledFor: instantSchema,
              durationMs: z.number().nullable(),
              latenessMs: z.number().nullable(),
            }),
          )
          .openapi({ description: 'At most 10, newest scheduledFor first' }),
        successRate: z.number().nullable().openapi({
          description:
            'Of the last 7 days: success / (success + failed + timeout), null when nothing ran',
        }),
      }),
    ),
  })
  .openapi('RecentExecutions')

export type Recent = z.infer<typeof recentSchema>
