import { z } from '@hono/zod-openapi'
import { methods } from './job-filter.ts'
import { idSchema, instantSchema, label, pageOf, text, whenMissing } from './shape.ts'
import { tagsSchema } from './tags.ts'

// Text that is parsed or checked further has refusals of its own: here it need only be text.
const secretHeader = z.strictObject({ value: z.string().optional(), secret: z.literal(true) })
const headerForms = { error: 'must be a string, or {value, secret: true}' }
const headerInput = z.union([z.string(), secretHeader], headerForms)
const headersInput = z.record(z.string(), headerInput).openapi({
  description:
    'By name: the value, or {value, secret: true}. Secret ones read back as {secret: true}; sent so, they are kept.',
  example: { 'X-Team': 'billing', Authorization: { value: 'Bearer …', secret: true } },
})

const fields = {
  key: text().min(1).max(200).nullable(),
  name: label(),
  tags: tagsSchema,
  url: z.string().openapi({ maxLength: 2048, example: 'https://example.com/hook' }),
  method: z.enum(methods),
  headers: headersInput,
  body: text().nullable(),
  scheduleType: z.enum(['cron', 'once'], { error: whenMissing }),
  cronExpression: z.string().nullable(),
  scheduledAt: instantSchema.nullable(),
  timezone: z.string(),
  enabled: z.boolean(),
  pauseNote: text().max(500).nullable(),
  retryAttempts: z.number().int().min(0).max(20),
  timeoutMs: z.number().int().min(1_000).max(300_000),
  overlap: z.enum(['allow', 'skip']),
  catchUp: z.enum(['latest', 'all', 'none']),
  alertOn: z.enum(['change', 'every']),
}

/** A job as it is made; what is left out takes its default. */
export const jobInput = z
  .strictObject({
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
    retryAttempts: fields.retryAttempts.optional().openapi({
      description: 'Default 0 for cron, 5 for once',
    }),
    timeoutMs: fields.timeoutMs.default(30_000),
    overlap: fields.overlap.default('allow'),
    catchUp: fields.catchUp.default('latest'),
    alertOn: fields.alertOn.default('change'),
  })
  .openapi('JobInput')

/** A JSON merge patch: only what is named changes, and a header set to null goes. */
export const jobPatch = z
  .strictObject({
    ...fields,
    headers: z.record(z.string(), z.union([z.string(), secretHeader, z.null()], headerForms)),
  })
  .partial()
  .openapi('JobPatch')

export const jobSchema = z
  .object({
    id: idSchema,
    key: z.string().nullable(),
    name: z.string(),
    tags: z.array(z.string()),
    url: z.string(),
    method: fields.method,
    headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
    body: z.string().nullable(),
    scheduleType: fields.scheduleType,
    cronExpression: z.string().nullable(),
    scheduledAt: instantSchema.nullable(),
    timezone: z.string(),
    enabled: z.boolean(),
    pauseNote: z.string().nullable(),
    retryAttempts: fields.retryAttempts,
    timeoutMs: fields.timeoutMs,
    overlap: fields.overlap,
    catchUp: fields.catchUp,
    alertOn: fields.alertOn,
    intervalMinutes: z.number().int().nullable(),
    nextRunAt: instantSchema.nullable(),
    lastRunAt: instantSchema.nullable(),
    lastStatus: z.enum(['success', 'failed', 'timeout']).nullable(),
    version: z.number().int(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .openapi('Job')

export const jobPage = pageOf(jobSchema)

/** `PUT /api/sync`: the whole set of jobs, told apart by key. */
export const syncInput = z
  .strictObject({
    jobs: z.array(jobInput.extend({ key: text().min(1).max(200) })).max(1_000),
    prune: z.boolean().default(false).openapi({
      description: 'Delete the jobs that an earlier sync made and this one does not name',
    }),
  })
  .openapi('SyncInput')
export const syncQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') })
export const syncResult = z
  .object({
    created: z.array(z.string()),
    updated: z.array(z.string()),
    unchanged: z.array(z.string()),
    deleted: z.array(z.string()),
  })
  .openapi('SyncResult')

export type JobInput = z.infer<typeof jobInput>
export type JobPatch = z.infer<typeof jobPatch>
export type Job = z.infer<typeof jobSchema>
export type SyncInput = z.infer<typeof syncInput>
export type SyncResult = z.infer<typeof syncResult>
