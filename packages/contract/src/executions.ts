import { z } from '@hono/zod-openapi'
import { executionFilterQuery, statuses, triggers } from './execution-filter.ts'
import { idSchema, instantSchema, pageOf, pageQuery } from './shape.ts'

const timings = z
  .object({
    dnsMs: z.number().nullable(),
    connectMs: z.number().nullable(),
    tlsMs: z.number().nullable(),
    firstByteMs: z.number().nullable(),
    totalMs: z.number(),
  })
  .openapi('Timings')

const sentRequest = z
  .object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
    body: z.string().nullable(),
  })
  .openapi('SentRequest')

/** What one attempt got back; shared by an execution, which shows its last attempt, and each attempt. */
const outcome = {
  statusCode: z.number().int().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  responseHeaders: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullable(),
  responseBody: z.string().nullable(),
  responseEncoding: z.enum(['utf8', 'base64']).nullable(),
  responseTruncated: z.boolean(),
  responseBytes: z.number().int().nullable(),
  request: sentRequest.nullable(),
  jobVersion: z.number().int().nullable(),
}

export const attemptSchema = z
  .object({
    number: z.number().int(),
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
    durationMs: z.number().nullable(),
    timings: timings.nullable(),
    ...outcome,
  })
  .openapi('Attempt')

const summary = {
  id: idSchema,
  jobId: idSchema,
  jobName: z.string().nullable().openapi({ description: 'Null when the job has been deleted' }),
  status: z.enum(statuses),
  trigger: z.enum(triggers),
  replayOf: idSchema.nullable(),
  scheduledFor: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  durationMs: z.number().nullable(),
  latenessMs: z.number().nullable().openapi({
    description: 'Start of the first attempt minus scheduledFor',
  }),
  attempt: z.number().int(),
  maxAttempts: z.number().int(),
  nextAttemptAt: instantSchema.nullable(),
  statusCode: outcome.statusCode,
  errorCode: outcome.errorCode,
  errorMessage: outcome.errorMessage,
}

export const executionSummary = z.object(summary).openapi('ExecutionSummary')
export const executionSchema = z
  .object({ ...summary, ...outcome, attempts: z.array(attemptSchema) })
  .openapi('Execution')

export const executionListQuery = pageQuery.extend(executionFilterQuery.shape)
export const executionPage = pageOf(executionSummary)

/** How many there are, as far as was looked. */
export const executionCount = z
  .object({
    count: z.number().int(),
    atLeast: z.boolean().openapi({
      description: 'Whether there may be more: only the newest 100,000 were looked through',
    }),
  })
  .openapi('ExecutionCount')

export type ExecutionSummary = z.infer<typeof executionSummary>
export type Execution = z.infer<typeof executionSchema>
export type Attempt = z.infer<typeof attemptSchema>
