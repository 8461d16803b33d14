import { z } from '@hono/zod-openapi'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, like 2026-11')

export const usageQuery = z.strictObject({
  month: month.optional().openapi({
    description: 'One of the last 13 before this, or this one, UTC. Default: this one',
    example: '2026-11',
  }),
})

const most = z.number().int().nullable().openapi({ description: 'Null where there is no limit' })

export const usageSchema = z
  .object({
    month: month.openapi({ description: 'Of which this is, UTC', example: '2026-11' }),
    tier: z.enum(['free', 'pro']).openapi({ description: 'Whose limits hold, where they do' }),
    limitsEnabled: z.boolean().openapi({ description: 'Whether limits hold on this instance' }),
    executions: z
      .object({
        used: z.number().int().openapi({
          description: 'With scheduledFor in the month: all that were written to run',
        }),
        limit: most,
        overQuota: z.number().int().openapi({
          description: 'Occurrences that were skipped, for the limit was used up',
        }),
      })
      .openapi({ description: 'Those of the month' }),
    jobs: z.object({ used: z.number().int(), limit: most }).openapi({ description: 'Now' }),
    members: z
      .object({ used: z.number().int(), limit: most })
      .openapi({ description: 'Now; open invites count' }),
    shortestIntervalMinutes: z.number().int().openapi({ description: 'Between two runs of a job' }),
    historyDays: z.number().int().openapi({ description: 'How long executions are shown' }),
    byDay: z
      .array(z.object({ day: z.string(), executions: z.number().int() }))
      .openapi({ description: 'Each day of the month, UTC', example: [] }),
    forecast: z.number().int().nullable().openapi({
      description: 'About how many executions this month will have; null for another month',
    }),
  })
  .openapi('Usage')

export type Usage = z.infer<typeof usageSchema>
