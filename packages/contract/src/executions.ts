import { z } from '@hono/zod-openapi'
import { executionFilterQuery, pendingFilter, statuses, triggers } from './execution-filter.ts'
import { methods } from './job-filter.ts'
import { headersInput } from './jobs.ts'
import { idSchema, instantSchema, pageOf, pageQuery, text } from './shape.ts'

const timings = z
  .object({
    dnsMs: z.number().nullable(),
    connectMs: z.number().nullable(),
    tlsMs: z.number().nullable(),
    firstByteMs: z.number().nullable(),
    totalMs: z.number(),
  })
  .openapi('Timings', {
    description:
      'What each step of a request took; null for one that was not made, as on a connection that is used again',
  })

const sentRequest = z
  .object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
    body: z.string().nullable(),
  })
  .openapi('SentRequest', { description: 'What was really sent, without secrets' })

/** What one attempt got back; shared by an execution, which shows its last attempt, and each attempt. */
const outcome = {
  statusCode: z.number().int().nullable().openapi({ description: 'What the target answered' }),
  errorCode: z.string().nullable().openapi({
    description:
      'Why it did not succeed, or did not run: `http_status`, `dns_failed`, `deadline_exceeded`, `overlap` …',
  }),
  errorMessage: z.string().nullable().openapi({ description: 'The same for people' }),
  responseHeaders: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .nullable()
    .openapi({ description: 'Of the answer; a list where one came more than once' }),
  responseBody: z.string().nullable().openapi({ description: 'Its first 64 KiB' }),
  responseEncoding: z.enum(['utf8', 'base64']).nullable().openapi({
    description: 'How `responseBody` is written: as text, or in base64 when it is none',
  }),
  responseTruncated: z.boolean().openapi({ description: 'There was more than is kept' }),
  responseBytes: z.number().int().nullable().openapi({ description: 'How much was read' }),
  request: sentRequest.nullable(),
  jobVersion: z.number().int().nullable().openapi({
    description: 'The version of the job that was sent',
  }),
}

export const attemptSchema = z
  .object({
    number: z.number().int().openapi({ description: 'From 1' }),
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
  trigger: z.enum(triggers).openapi({
    description: 'What made it: an occurrence, a run by hand, a replay',
  }),
  replayOf: idSchema.nullable().openapi({ description: 'The execution that it repeats' }),
  scheduledFor: instantSchema.openapi({
    description: 'The occurrence, or when it was run by hand',
  }),
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  durationMs: z.number().nullable(),
  latenessMs: z.number().nullable().openapi({
    description: 'Start of the first attempt minus scheduledFor',
  }),
  attempt: z.number().int().openapi({ description: 'How many there were; 0 before the first' }),
  maxAttempts: z.number().int().openapi({ description: 'How many there may be' }),
  nextAttemptAt: instantSchema.nullable().openapi({ description: 'While it waits for one' }),
  statusCode: outcome.statusCode,
  errorCode: outcome.errorCode,
  errorMessage: outcome.errorMessage,
}

export const executionSummary = z.object(summary).openapi('ExecutionSummary')
export const executionSchema = z
  .object({
    ...summary,
    ...outcome,
    triggeredBy: z
      .object({
        type: z.enum(['user', 'key']),
        name: z.string().nullable().openapi({
          description: 'The name of the key, or the email; null once the account is erased',
        }),
      })
      .nullable()
      .openapi({ description: 'Who ran it by hand or replayed it, as far as the audit log goes' }),
    edited: z.boolean().openapi({
      description: 'It sends a request of its own, edited for a replay, and not what its job does',
    }),
    replayId: idSchema.nullable().openapi({ description: 'The replay of many that made it' }),
    attempts: z.array(attemptSchema).openapi({ description: 'Each, the first one first' }),
  })
  .openapi('Execution')

export const executionListQuery = pageQuery.extend(executionFilterQuery.shape)
export const executionPage = pageOf(executionSummary)

/** How many there are, as far as was looked. */
export const executionCount = z
  .object({
    count: z.number().int().openapi({ description: 'That match' }),
    atLeast: z.boolean().openapi({
      description: 'Whether there may be more: only the newest 100,000 were looked through',
    }),
  })
  .openapi('ExecutionCount')

/** What one replay sends in place of what its job does; what is left out stays as it is in the job. */
export const replayEdit = z
  .strictObject({
    url: z.string().openapi({ maxLength: 2048, example: 'https://example.com/hook' }),
    method: z.enum(methods),
    headers: headersInput,
    body: text().nullable().openapi({ description: 'At most 256 KiB' }),
  })
  .partial()
  .openapi('ReplayEdit', {
    description: 'What this one run sends; what is left out is as the job has it now',
  })

/** The executions of the same job before and after one. */
export const executionNeighbours = z
  .object({
    older: idSchema.nullable().openapi({ description: 'The one that was due before it' }),
    newer: idSchema.nullable().openapi({ description: 'The one that was due after it' }),
  })
  .openapi('ExecutionNeighbours')

/** The most executions that one call may cancel. */
export const mostCancelled = 10_000

export const cancelInput = z
  .strictObject({
    filter: pendingFilter.openapi({ description: 'Which of those that are pending' }),
    dryRun: z.boolean().default(false).openapi({ description: 'Count only; nothing is cancelled' }),
    expectedCount: z.number().int().min(1).max(mostCancelled).optional().openapi({
      description: 'How many matched when they were counted; required to cancel them',
    }),
  })
  .openapi('CancelInput')

export const cancelResult = z
  .object({
    count: z.number().int().openapi({
      description: 'That were cancelled; with dryRun that would be, up to 10,001',
    }),
  })
  .openapi('CancelResult')

export type ReplayEdit = z.output<typeof replayEdit>
export type ExecutionNeighbours = z.infer<typeof executionNeighbours>
export type CancelInput = z.input<typeof cancelInput>
export type ExecutionSummary = z.infer<typeof executionSummary>
export type Execution = z.infer<typeof executionSchema>
export type Attempt = z.infer<typeof attemptSchema>
