import { z } from '@hono/zod-openapi'
import { methods } from './job-filter.ts'
import { idSchema, instantSchema, label, pageOf, text, whenMissing } from './shape.ts'
import { tagsSchema } from './tags.ts'

// Text that is parsed or checked further has refusals of its own: here it need only be text.
const secretHeader = z.strictObject({ value: z.string().optional(), secret: z.literal(true) })
const headerForms = { error: 'must be a string, or {value, secret: true}' }
const headerInput = z.union([z.string(), secretHeader], headerForms)
/** The headers of a request as they are given. */
export const headersInput = z.record(z.string(), headerInput).openapi({
  description:
    'By name: the value, or {value, secret: true}. Secret ones read back as {secret: true}; sent so, they are kept.',
  example: { 'X-Team': 'billing', Authorization: { value: 'Bearer …', secret: true } },
})

const fields = {
  key: text().min(1).max(200).nullable().openapi({
    description: 'A name of yours, unique in the organization; a sync tells jobs apart by it',
  }),
  name: label(),
  tags: tagsSchema.openapi({ description: 'By which it is found: in lower case, each once' }),
  url: z.string().openapi({ maxLength: 2048, example: 'https://example.com/hook' }),
  method: z.enum(methods),
  headers: headersInput,
  body: text().nullable().openapi({ description: 'At most 256 KiB' }),
  scheduleType: z.enum(['cron', 'once'], { error: whenMissing }).openapi({
    description: 'Again and again, by `cronExpression`, or once, at `scheduledAt`',
  }),
  cronExpression: z.string().nullable().openapi({
    description:
      'Five fields, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. With both days given, either will do. For cron jobs',
    example: '30 2 * * *',
  }),
  scheduledAt: instantSchema.nullable().openapi({
    description: 'For one-time jobs: at most a minute past, at most 5 years ahead',
  }),
  timezone: z.string().openapi({
    description: 'The IANA time zone in which the expression is meant',
    example: 'Europe/Oslo',
  }),
  enabled: z.boolean(),
  pauseNote: text().max(500).nullable().openapi({ description: 'Why it is off, for people' }),
  resumeAt: instantSchema.nullable().openapi({
    description:
      'When a job that is off goes on by itself: ahead, and at most a year. With `enabled: false` alone',
  }),
  retryAttempts: z.number().int().min(0).max(20).openapi({
    description:
      'How often a request that failed is tried again: after 10 s and longer each time, or when `Retry-After` says. Default 0 for cron, 5 for once',
  }),
  timeoutMs: z.number().int().min(1_000).max(300_000).openapi({
    description: 'How long one attempt may take in all',
  }),
  overlap: z.enum(['allow', 'skip']).openapi({
    description:
      'What becomes of an occurrence that is due while another execution of the job is not over: it runs too, or is recorded as `skipped`',
  }),
  catchUp: z.enum(['latest', 'all', 'none']).openapi({
    description:
      'What runs of the occurrences missed in downtime: the newest, all (up to 100), or none. The others are recorded as `missed`',
  }),
  alertOn: z.enum(['change', 'every']).openapi({
    description: 'Tell of a job that turns to failing and recovers, or of each failure',
  }),
}

const made = {
  ...fields,
  key: fields.key.default(null),
  tags: fields.tags.default([]),
  method: fields.method.default('GET'),
  headers: fields.headers.default({}),
  body: fields.body.default(null),
  cronExpression: fields.cronExpression.default(null),
  scheduledAt: fields.scheduledAt.default(null),
  timezone: fields.timezone.default('UTC'),
  enabled: fields.enabled.default(true),
  pauseNote: fields.pauseNote.default(null),
  resumeAt: fields.resumeAt.default(null),
  retryAttempts: fields.retryAttempts.optional(),
  timeoutMs: fields.timeoutMs.default(30_000),
  overlap: fields.overlap.default('allow'),
  catchUp: fields.catchUp.default('latest'),
  alertOn: fields.alertOn.default('change'),
}

/** A job as it is made; what is left out takes its default. */
export const jobInput = z.strictObject(made).openapi('JobInput')

/** A JSON merge patch: only what is named changes, and a header set to null goes. */
export const jobPatch = z
  .strictObject({
    ...fields,
    headers: z
      .record(z.string(), z.union([z.string(), secretHeader, z.null()], headerForms))
      .openapi({
        description: 'Only what is named changes; null takes a header away',
      }),
  })
  .partial()
  .openapi('JobPatch')

export const jobSchema = z
  .object({
    id: idSchema,
    key: z.string().nullable().openapi({
      description: 'A name of yours, unique in the organization',
    }),
    name: z.string(),
    tags: z.array(z.string()).openapi({ description: 'By which it is found, in order' }),
    url: z.string(),
    method: fields.method,
    headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
    body: z.string().nullable(),
    scheduleType: fields.scheduleType,
    cronExpression: fields.cronExpression,
    scheduledAt: instantSchema.nullable().openapi({ description: 'Of a one-time job' }),
    timezone: z.string(),
    enabled: z.boolean(),
    pauseNote: z.string().nullable().openapi({ description: 'Why it is off, for people' }),
    resumeAt: instantSchema.nullable().openapi({
      description: 'When it goes on by itself; null while it is on, or until somebody says so',
    }),
    pausedBy: z.string().nullable().openapi({
      description: 'Who switched it off, by their name then; null when Prikke did',
    }),
    retryAttempts: fields.retryAttempts,
    timeoutMs: fields.timeoutMs,
    overlap: fields.overlap,
    catchUp: fields.catchUp,
    alertOn: fields.alertOn,
    intervalMinutes: z.number().int().nullable().openapi({
      description: 'The shortest time between two occurrences; null for a one-time job',
    }),
    nextRunAt: instantSchema.nullable().openapi({
      description: 'The next occurrence; null when there is none',
    }),
    lastRunAt: instantSchema.nullable().openapi({
      description: 'When its latest execution started',
    }),
    lastStatus: z.enum(['success', 'failed', 'timeout']).nullable().openapi({
      description: 'How the newest execution that ran came out',
    }),
    version: z.number().int().openapi({ description: 'One more with each change' }),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .openapi('Job')

export const jobPage = pageOf(jobSchema)

/** Not an extension of the input above: JSON Schema cannot widen what takes nothing else. */
const syncJob = z
  .strictObject({
    ...made,
    key: text().min(1).max(200).openapi({ description: 'By which a sync tells jobs apart' }),
  })
  .openapi('SyncJob')

/** `PUT /api/sync`: the whole set of jobs, told apart by key. */
export const syncInput = z
  .strictObject({
    jobs: z.array(syncJob).max(1_000).openapi({
      description: 'Every job there shall be, with its key',
    }),
    prune: z.boolean().default(false).openapi({
      description: 'Delete the jobs that an earlier sync made and this one does not name',
    }),
  })
  .openapi('SyncInput')
export const syncQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false').openapi({
    description: 'Only say what would be done',
  }),
})
export const syncResult = z
  .object({
    created: z.array(z.string()),
    updated: z.array(z.string()),
    unchanged: z.array(z.string()),
    deleted: z.array(z.string()),
  })
  .openapi('SyncResult', { description: 'Keys of jobs' })

export type JobInput = z.infer<typeof jobInput>
export type JobPatch = z.infer<typeof jobPatch>
export type Job = z.infer<typeof jobSchema>
export type SyncInput = z.infer<typeof syncInput>
export type SyncResult = z.infer<typeof syncResult>
