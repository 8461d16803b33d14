import { z } from '@hono/zod-openapi'
import { jobFilter } from './job-filter.ts'
import { idSchema, instantSchema, text } from './shape.ts'
import { tagsSchema } from './tags.ts'

/** The most jobs that one call may change. */
export const mostJobsAtOnce = 1_000

const chosen = {
  ids: z.array(idSchema).min(1).max(mostJobsAtOnce).optional().openapi({
    description: 'The jobs one by one; else `filter`',
  }),
  filter: jobFilter.optional().openapi({ description: 'All jobs that it matches; else `ids`' }),
  dryRun: z.boolean().default(false).openapi({ description: 'Count only; nothing is done' }),
  expectedCount: z.number().int().min(0).max(mostJobsAtOnce).optional().openapi({
    description: 'How many the filter matched when they were counted; required with `filter`',
  }),
}

/** Jobs by id or by filter, to be run. */
export const jobsTriggerInput = z.strictObject(chosen).openapi('JobsTriggerInput')

/** Jobs by id or by filter, and what becomes of them. */
export const jobsBulkInput = z
  .strictObject({
    ...chosen,
    action: z
      .enum(['enable', 'disable', 'tag', 'untag', 'delete'])
      .openapi({ description: 'What becomes of them' }),
    tags: tagsSchema.optional().openapi({ description: 'What `tag` adds and `untag` takes away' }),
    pauseNote: text().max(500).nullable().optional().openapi({
      description: 'With `disable`: why',
    }),
    resumeAt: instantSchema.nullable().optional().openapi({
      description: 'With `disable`: when they go on by themselves',
    }),
  })
  .openapi('JobsBulkInput')

export const jobsBulkResult = z
  .object({
    matchedCount: z.number().int().openapi({ description: 'Jobs that were named' }),
    changedCount: z.number().int().openapi({
      description: 'Of them not as they were to be already; with dryRun 0',
    }),
  })
  .openapi('JobsBulkResult')

export const jobsTriggerResult = z
  .object({
    matchedCount: z.number().int().openapi({ description: 'Jobs that were named' }),
    executions: z
      .array(z.object({ jobId: idSchema, executionId: idSchema }))
      .openapi({ description: 'The new one of each job' }),
  })
  .openapi('JobsTriggerResult')

export type JobsBulkInput = z.output<typeof jobsBulkInput>
export type JobsTriggerInput = z.output<typeof jobsTriggerInput>
export type JobsBulkResult = z.output<typeof jobsBulkResult>
