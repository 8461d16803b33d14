import { z } from '@hono/zod-openapi'
import { instantSchema, pageOf, pageQuery } from './shape.ts'

export const jobVersionListQuery = pageQuery

/** What one version of a job sends, and how it came to be. */
export const savedVersionSchema = z
  .object({
    version: z.number().int().openapi({ description: 'That of the job from then on' }),
    createdAt: instantSchema.openapi({ description: 'When it was saved' }),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
    body: z.string().nullable(),
    by: z
      .object({ type: z.enum(['user', 'key', 'system']), name: z.string().nullable() })
      .nullable()
      .openapi({
        description:
          'Who saved it, as the audit log has it; null for who may not read that, and where it does not say',
      }),
    changed: z.array(z.string()).nullable().openapi({
      description: 'The fields that were changed with it, of the schedule too; null like `by`',
    }),
  })
  .openapi('SavedVersion')

export const savedVersionPage = pageOf(savedVersionSchema)

export type SavedVersion = z.infer<typeof savedVersionSchema>
