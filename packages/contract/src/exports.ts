import { z } from '@hono/zod-openapi'
import { userSchema } from './accounts.ts'
import { auditEventSchema } from './audit.ts'
import { alertSchema, channelSchema } from './channels.ts'
import { executionSchema } from './executions.ts'
import { inviteSchema } from './invites.ts'
import { jobInput, jobSchema } from './jobs.ts'
import { keySchema } from './keys.ts'
import { memberSchema } from './members.ts'
import { organizationSchema } from './organizations.ts'
import { roleSchema } from './roles.ts'
import { sessionSchema } from './sessions.ts'
import { idSchema, instantSchema } from './shape.ts'

const head = {
  version: z.literal(1).openapi({ description: 'Of this shape: another one when a field goes' }),
  exportedAt: instantSchema.openapi({
    description:
      'When it began. What was there all the while is in it once, as it was when it was read.',
  }),
}
/** Written last: a file without it was cut off. */
const complete = z.literal(true).openapi({ description: 'Last of all: without it, it was cut off' })

/** One job as `PUT /api/sync` takes it. No extension: JSON Schema cannot widen what takes nothing else. */
const syncJob = z
  .strictObject({
    ...jobInput.shape,
    key: z.string().openapi({ description: 'The id of a job that has no key' }),
  })
  .openapi('ExportedSyncJob')

export const jobVersionSchema = z
  .object({
    jobId: idSchema,
    version: z.number().int().openapi({ description: 'That of the job when it asked so' }),
    createdAt: instantSchema,
    request: z
      .object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.union([z.string(), z.object({ secret: z.literal(true) })])),
        body: z.string().nullable(),
      })
      .openapi({ description: 'What it asked for' }),
  })
  .openapi('JobVersion')

/** `GET /api/organizations/{id}/export`. */
export const organizationExport = z
  .object({
    format: z.literal('prikke.organization').openapi({ description: 'What the file is' }),
    ...head,
    organization: organizationSchema,
    members: z.array(memberSchema),
    invites: z.array(inviteSchema),
    keys: z.array(keySchema),
    channels: z.array(channelSchema),
    jobs: z.array(jobSchema),
    sync: z.array(syncJob).openapi({
      description:
        'The same jobs as PUT /api/sync takes them, a thousand at a time; without one-time jobs whose instant has passed',
    }),
    jobVersions: z.array(jobVersionSchema).openapi({
      description: 'Every version of the request of each job',
    }),
    executions: z.array(executionSchema).openapi({ description: 'Each with its attempts' }),
    alerts: z.array(alertSchema),
    audit: z.array(auditEventSchema).openapi({ description: 'Who did what' }),
    complete,
  })
  .openapi('OrganizationExport')

/** `GET /api/me/export`. */
export const accountExport = z
  .object({
    format: z.literal('prikke.account').openapi({ description: 'What the file is' }),
    ...head,
    user: userSchema.extend({
      createdAt: instantSchema,
      emailConfirmedAt: instantSchema.nullable(),
    }),
    organizations: z.array(
      z.object({ id: idSchema, name: z.string(), role: roleSchema, joinedAt: instantSchema }),
    ),
    sessions: z.array(sessionSchema).openapi({ description: 'Where you are signed in' }),
    invites: z
      .array(
        z.object({
          id: idSchema,
          organizationName: z.string(),
          role: roleSchema,
          createdAt: instantSchema,
          expiresAt: instantSchema,
        }),
      )
      .openapi({ description: 'To your address' }),
    mails: z
      .array(
        z.object({
          id: idSchema,
          kind: z.string(),
          status: z.string(),
          createdAt: instantSchema,
        }),
      )
      .openapi({ description: 'To your address, of the last week' }),
    audit: z.array(auditEventSchema).openapi({ description: 'What you did' }),
    complete,
  })
  .openapi('AccountExport')

export type JobVersion = z.infer<typeof jobVersionSchema>
export type OrganizationExport = z.infer<typeof organizationExport>
export type AccountExport = z.infer<typeof accountExport>
