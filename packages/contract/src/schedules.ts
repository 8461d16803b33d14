import { z } from '@hono/zod-openapi'
import { instantSchema, wholeNumber } from './shape.ts'

export const previewInput = z
  .strictObject({
    cronExpression: z.string().optional(),
    scheduledAt: instantSchema.optional(),
    timezone: z.string().default('UTC'),
    from: instantSchema
      .optional()
      .openapi({ description: 'Runs strictly after this; default now' }),
    limit: z.number().int().min(1).max(100).default(5),
  })
  .refine(value => (value.cronExpression === undefined) !== (value.scheduledAt === undefined), {
    message: 'give either cronExpression or scheduledAt',
    path: ['cronExpression'],
  })
  .openapi('PreviewInput')

export const upcomingRun = z
  .object({
    at: instantSchema,
    local: z.string().openapi({ example: '2027-03-28T03:00:00' }),
    offset: z.string().openapi({ example: '+02:00' }),
    note: z.enum(['shifted', 'first_pass']).optional().openapi({
      description: 'At a clock change: moved out of the gap, or only the first of two passes',
    }),
  })
  .openapi('UpcomingRun')

export const previewResult = z
  .object({
    description: z.string(),
    runs: z.array(upcomingRun),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .openapi('Preview')

export const upcomingQuery = z.strictObject({
  limit: wholeNumber(1, 100).default(5),
})
export const upcomingResult = z.object({ data: z.array(upcomingRun) })

export type PreviewInput = z.input<typeof previewInput>
export type Preview = z.infer<typeof previewResult>
export type UpcomingRun = z.infer<typeof upcomingRun>
