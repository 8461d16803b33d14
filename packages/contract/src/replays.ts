import { z } from '@hono/zod-openapi'
import { pastFilter } from './execution-filter.ts'
import { idSchema, instantSchema, pageOf } from './shape.ts'

/** The most executions that one replay may run again. */
export const mostReplayed = 200_000

export const replayInput = z
  .strictObject({
    filter: pastFilter.openapi({ description: 'Which executions' }),
    dryRun: z.boolean().default(false).openapi({ description: 'Count only; nothing is run' }),
    expectedCount: z.number().int().min(1).max(mostReplayed).optional().openapi({
      description: 'How many the filter matched when they were counted; required to run them',
    }),
  })
  .openapi('ReplayInput')

export const replayCount = z
  .object({
    count: z.number().int().openapi({ description: 'Executions that the filter matches' }),
    deletedJobCount: z.number().int().openapi({
      description: 'Of them those whose job is gone: they would be skipped',
    }),
  })
  .openapi('ReplayCount')

export const replaySchema = z
  .object({
    id: idSchema,
    status: z.enum(['running', 'done', 'cancelled']),
    filter: pastFilter.openapi({ description: 'Which executions' }),
    totalCount: z.number().int().openapi({ description: 'Executions that it is of' }),
    replayedCount: z.number().int().openapi({ description: 'New executions made so far' }),
    skippedCount: z.number().int().openapi({ description: 'Passed over: their job is gone' }),
    createdAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .openapi('Replay')
export const replayPage = pageOf(replaySchema)

export type Replay = z.infer<typeof replaySchema>
export type ReplayInput = z.output<typeof replayInput>
