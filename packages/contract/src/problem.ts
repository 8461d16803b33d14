import { z } from '@hono/zod-openapi'
import { problemCodes } from './problem-codes.ts'

/** What a tier limits. */
export const planLimits = ['jobs', 'executions', 'interval', 'members'] as const
export type PlanLimit = (typeof planLimits)[number]

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
      .array(
        z.object({
          path: z.string(),
          code: z.string(),
          message: z.string(),
          position: z.number().int().optional().openapi({
            description: 'Of a cron expression: at which character, counted from 0',
          }),
        }),
      )
      .optional()
      .openapi({ description: 'With status 422: what is wrong where' }),
    limit: z.enum(planLimits).optional().openapi({
      description: 'With plan_limit: which one. Of interval, most and used are minutes',
    }),
    most: z.number().int().optional().openapi({ description: 'What the tier allows' }),
    used: z.number().int().optional().openapi({ description: 'What there is, or was asked for' }),
    tier: z.enum(['free', 'pro']).optional().openapi({ description: 'Whose limit it is' }),
  })
  .openapi('Problem')

export type ProblemBody = z.infer<typeof problemSchema>
