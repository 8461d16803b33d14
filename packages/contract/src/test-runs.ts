import { z } from '@hono/zod-openapi'
import { attemptSchema } from './executions.ts'
import { jobInput } from './jobs.ts'
import { idSchema } from './shape.ts'

const { url, method, headers, body, timeoutMs } = jobInput.shape

/** What a job would send, before it is saved. */
export const testRunInput = z
  .strictObject({
    ...{ url, method, headers, body, timeoutMs },
    jobId: idSchema.optional().openapi({
      description:
        'The job that is edited: headers sent as `{secret: true}` take the values that it keeps',
    }),
  })
  .openapi('TestRunInput')

export const testRunPhases = [
  'resolving',
  'connecting',
  'securing',
  'waiting',
  'receiving',
] as const

const { timings, statusCode, errorCode, errorMessage, request } = attemptSchema.shape
const { responseHeaders, responseBody, responseEncoding, responseTruncated, responseBytes } =
  attemptSchema.shape

export const testRunResult = z
  .object({
    ...{ statusCode, errorCode, errorMessage, timings: timings.unwrap() },
    ...{ responseHeaders, responseBody, responseEncoding, responseTruncated, responseBytes },
    request: request.unwrap(),
    remoteAddress: z.string().nullable().openapi({
      description: 'The address that answered; null when none did',
      example: '93.184.215.14',
    }),
  })
  .openapi('TestRunResult')

/** One piece of the stream: a phase as it begins, and at the end how it came out. */
export const testRunEvent = z
  .union([
    z.object({ type: z.literal('phase'), phase: z.enum(testRunPhases) }),
    z.object({ type: z.literal('done'), result: testRunResult }),
  ])
  .openapi('TestRunEvent')

export type TestRunInput = z.input<typeof testRunInput>
export type TestRunPhase = (typeof testRunPhases)[number]
export type TestRunResult = z.infer<typeof testRunResult>
export type TestRunEvent = z.infer<typeof testRunEvent>
