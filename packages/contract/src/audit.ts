import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, pageOf, pageQuery } from './shape.ts'

/** Every act that the audit log knows. */
export const auditActions = [
  'account.created',
  'account.signed_in',
  'account.signed_out',
  'account.session_ended',
  'account.sessions_ended',
  'account.updated',
  'account.password_changed',
  'account.password_reset',
  'account.email_change_asked',
  'account.email_changed',
  'account.exported',
  'account.erased',
  'organization.created',
  'organization.updated',
  'organization.tier_changed',
  'organization.deleted',
  'organization.restored',
  'organization.exported',
  'member.joined',
  'member.updated',
  'member.left',
  'member.removed',
  'invite.created',
  'invite.resent',
  'invite.revoked',
  'invite.declined',
  'key.created',
  'key.rotated',
  'key.revoked',
  'signing_secret.read',
  'signing_secret.rotated',
  'job.created',
  'job.updated',
  'job.deleted',
  'job.run',
  'job.tested',
  'execution.replayed',
  'execution.cancelled',
  'replay.created',
  'replay.cancelled',
  'channel.created',
  'channel.updated',
  'channel.deleted',
  'channel.tested',
  'instance.outbound_tested',
  'instance.mail_tested',
] as const
export type AuditAction = (typeof auditActions)[number]

/** What an act is about. */
export const auditSubjects = [
  'account',
  'organization',
  'member',
  'invite',
  'key',
  'job',
  'execution',
  'replay',
  'channel',
  'instance',
] as const
export type AuditSubject = (typeof auditSubjects)[number]

const changedField = z.object({ before: z.unknown(), after: z.unknown() })

export const auditEventSchema = z
  .object({
    id: idSchema,
    at: instantSchema.openapi({ description: 'When it was done' }),
    action: z.enum(auditActions).openapi({ description: 'What was done' }),
    actor: z
      .object({
        type: z.enum(['user', 'key', 'system']),
        id: idSchema.nullable(),
        name: z.string().nullable().openapi({
          description: 'The address of a person or the name of a key, as it was then',
        }),
      })
      .openapi({ description: 'Who did it' }),
    subject: z
      .object({
        type: z.enum(auditSubjects),
        id: idSchema.nullable(),
        name: z.string().nullable().openapi({ description: 'As it was then' }),
      })
      .openapi({ description: 'To what it was done' }),
    address: z.string().nullable().openapi({ description: 'From where it was asked for' }),
    userAgent: z.string().nullable().openapi({ description: 'The program that asked' }),
    requestId: z.string().nullable().openapi({ description: 'The X-Request-Id of the answer' }),
    changes: z.record(z.string(), changedField).openapi({
      description:
        'By field, what changed. Secrets are left out: a secret field that is here was changed. Long text is cut.',
    }),
  })
  .openapi('AuditEvent')
export const auditPage = pageOf(auditEventSchema)

export const auditListQuery = pageQuery.extend({
  action: z.enum(auditActions).optional().openapi({ description: 'Of one kind' }),
  actor: idSchema.optional().openapi({ description: 'The id of a person or of a key' }),
  subjectType: z.enum(auditSubjects).optional().openapi({ description: 'On things of one kind' }),
  subjectId: idSchema.optional().openapi({ description: 'On one thing, which may be gone' }),
  from: instantSchema.optional().openapi({ description: 'At or after' }),
  to: instantSchema.optional().openapi({ description: 'Before' }),
})

export type AuditEvent = z.infer<typeof auditEventSchema>
