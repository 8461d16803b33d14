import { z } from '@hono/zod-openapi'
import { problemCodes } from './problem-codes.ts'

/** RFC 9457, the body of every refusal. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().openapi({ description: 'What is wrong, for people' }),
    code: z.string().openapi({
      description: 'Stable, snake_case',
      enum: [...problemCodes],
      example: 'validation_failed',
    }),
    requestId: z.string().openapi({
      description: 'By which the log names the request, as `X-Request-Id` does',
    }),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'With status 422: what is wrong where' }),
  })
  .openapi('Problem')

export type ProblemBody = z.infer<typeof problemSchema>
