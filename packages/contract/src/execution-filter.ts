import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, repeated, text, wholeNumber } from './shape.ts'
import { mostTags, tagSchema } from './tags.ts'

const liveStatuses = ['pending', 'running'] as const
export const finalStatuses = [
  'success',
  'failed',
  'timeout',
  'missed',
  'skipped',
  'cancelled',
] as const
export const statuses = [...liveStatuses, ...finalStatuses] as const
export const triggers = ['schedule', 'manual', 'replay'] as const

export type ExecutionStatus = (typeof statuses)[number]
export type FinalStatus = (typeof finalStatuses)[number]
export type Trigger = (typeof triggers)[number]

/** The most jobs that a filter may name one by one. */
export const mostJobIds = 100
/** The most executions that the filter of a body may name one by one; a query string names fewer. */
export const mostExecutionIds = 200
const mostValues = 20

const statusCode = z
  .string()
  .regex(/^[1-9](\d\d|xx)$/, 'must be a status code such as 503, or a class such as 5xx')
  .openapi({ example: '5xx' })
const errorCode = z
  .string()
  .regex(/^[a-z][a-z_]{0,59}$/, 'must be an error code such as dns_failed')
  .openapi({ example: 'dns_failed' })

const string = { type: 'string' } as const
const words = {
  id: 'Any of these',
  jobId: 'Of any of these jobs',
  tag: 'Of jobs that have all of these tags now',
  statusCode: 'What the target answered at last: a code, or a class of them such as `5xx`',
  from: 'scheduledFor at or after',
  to: 'scheduledFor before',
  minDurationMs: 'From the start of the first attempt to the end, at least',
  status: 'That are so now',
  trigger: 'Made by an occurrence, by hand, or as a replay',
  errorCode: 'Why they failed: `dns_failed` and the like',
  minAttempt: 'Tried at least so often',
  replayId: 'Made by this replay of many',
  q: 'Part of the error message, in upper or lower case',
}
const from = instantSchema.optional().openapi({ description: words.from })
const to = instantSchema.optional().openapi({ description: words.to })
const q = text().min(1).max(200).optional().openapi({ description: words.q })

/** Which executions are meant, as a query string says it. What is repeated means any of them. */
export const executionFilterQuery = z.strictObject({
  id: repeated(idSchema, mostJobIds, { ...string, format: 'uuid' })
    .optional()
    .openapi({ description: words.id }),
  jobId: repeated(idSchema, mostJobIds, { ...string, format: 'uuid' })
    .optional()
    .openapi({ description: words.jobId }),
  tag: repeated(tagSchema, mostTags, { ...string, minLength: 1, maxLength: 50 })
    .optional()
    .openapi({ description: words.tag }),
  status: repeated(z.enum(statuses), mostValues, { ...string, enum: [...statuses] })
    .optional()
    .openapi({ description: words.status }),
  trigger: repeated(z.enum(triggers), mostValues, { ...string, enum: [...triggers] })
    .optional()
    .openapi({ description: words.trigger }),
  statusCode: repeated(statusCode, mostValues, { ...string, example: '5xx' })
    .optional()
    .openapi({ description: words.statusCode }),
  errorCode: repeated(errorCode, mostValues, { ...string, example: 'dns_failed' })
    .optional()
    .openapi({ description: words.errorCode }),
  from,
  to,
  minDurationMs: wholeNumber(0, 999_999_999)
    .optional()
    .openapi({ description: words.minDurationMs }),
  minAttempt: wholeNumber(1, 10_000).optional().openapi({ description: words.minAttempt }),
  replayId: idSchema.optional().openapi({ description: words.replayId }),
  q,
})

/** What may be asked of an execution in any state, as a body says it. */
const anyOf = {
  id: z.array(idSchema).min(1).max(mostExecutionIds).optional().openapi({ description: words.id }),
  jobId: z.array(idSchema).max(mostJobIds).optional().openapi({ description: words.jobId }),
  tag: z.array(tagSchema).max(mostTags).optional().openapi({ description: words.tag }),
  trigger: z
    .array(z.enum(triggers))
    .max(mostValues)
    .optional()
    .openapi({ description: words.trigger }),
  from,
  to,
  minAttempt: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .openapi({ description: words.minAttempt }),
  replayId: idSchema.optional().openapi({ description: words.replayId }),
}

/** The same for executions that wait, as a body says it. */
export const pendingFilter = z.strictObject(anyOf).openapi('PendingFilter')

/** The same for executions that are over, as a body says it. */
export const pastFilter = z
  .strictObject({
    status: z.array(z.enum(finalStatuses)).min(1).max(mostValues),
    ...anyOf,
    statusCode: z
      .array(statusCode)
      .max(mostValues)
      .optional()
      .openapi({ description: words.statusCode }),
    errorCode: z
      .array(errorCode)
      .max(mostValues)
      .optional()
      .openapi({ description: words.errorCode }),
    minDurationMs: z
      .number()
      .int()
      .min(0)
      .max(999_999_999)
      .optional()
      .openapi({ description: words.minDurationMs }),
    q,
  })
  .openapi('PastFilter')

export type ExecutionFilter = z.output<typeof executionFilterQuery>
