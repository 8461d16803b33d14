import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema } from './shape.ts'

/** What an alert says to a webhook channel. The notifier writes it; a test holds it to this. */
export const alertMessage = z
  .object({
    type: z.enum(['execution.failed', 'job.recovered', 'channel.test']),
    createdAt: instantSchema,
    organization: z.object({ id: idSchema, slug: z.string(), name: z.string() }),
    job: z.object({ id: idSchema, name: z.string(), url: z.string() }),
    execution: z.object({
      id: idSchema,
      status: z.enum(['success', 'failed', 'timeout']),
      scheduledFor: instantSchema,
      statusCode: z.number().int().nullable(),
      errorCode: z.string().nullable(),
      errorMessage: z.string().nullable(),
      responseExcerpt: z.string().nullable().openapi({ description: 'How the answer began' }),
      attempt: z.number().int().openapi({ description: 'The attempt that settled it' }),
    }),
    links: z.object({
      execution: z.string().openapi({ description: 'Where the dashboard shows it' }),
    }),
  })
  .openapi('AlertMessage', {
    description: 'In a `channel.test`, job and execution are samples whose ids are all zeros.',
  })
