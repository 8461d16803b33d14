import { z } from '@hono/zod-openapi'
import { organizationSchema } from './organizations.ts'
import { emailAddress, idSchema, instantSchema, label, text } from './shape.ts'

/** A password somebody chooses. */
export const newPassword = () => text().min(12).max(256)
/** A password somebody knows: no longer than any that was chosen, and of any other kind. */
export const knownPassword = () => text().max(256)

export const userSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    name: z.string(),
    hasPassword: z.boolean().openapi({ description: 'Without one, a link by mail signs in' }),
    isOperator: z.boolean().openapi({ description: 'Owns this instance: the first account does' }),
  })
  .openapi('User')

export const registerInput = z
  .strictObject({
    email: emailAddress(),
    password: newPassword().optional().openapi({
      description:
        'Required where no mail is set up. Where it is, one is chosen after the address is confirmed.',
    }),
    name: label().optional(),
    organizationName: label().optional().openapi({
      description: 'Else it is named after the address',
    }),
    setupToken: text().max(200).optional().openapi({
      description: 'For the first account of an instance that asks for it',
    }),
    inviteToken: text().max(200).optional().openapi({
      description: 'Joins the organization of the invite instead of making one; proves the address',
    }),
  })
  .openapi('RegisterInput')
export const registerResult = z
  .object({ user: userSchema, organization: organizationSchema })
  .openapi('Registered')

export const loginInput = z
  .strictObject({ email: emailAddress(), password: knownPassword() })
  .openapi('LoginInput')

export const meSchema = z
  .object({ user: userSchema, organizations: z.array(organizationSchema) })
  .openapi('Me')
/** A JSON merge patch. */
export const mePatch = z.strictObject({ name: label() }).partial().openapi('MePatch')

export const signingSecretSchema = z
  .object({
    secret: z.string().openapi({ description: 'As Standard Webhooks has it', example: 'whsec_…' }),
    previousExpiresAt: instantSchema.nullable().openapi({
      description: 'Until then the secret before the last rotation signs too',
    }),
  })
  .openapi('SigningSecret')
export const rotateInput = z
  .strictObject({
    overlapHours: z.number().int().min(0).max(168).default(24).openapi({
      description: 'How long the old secret works beside the new one',
    }),
  })
  .openapi('RotateInput')

/** What anyone may know before signing in. */
export const instanceSchema = z
  .object({
    registration: z.enum(['open', 'invite', 'closed']).openapi({
      description: 'Who may make an account: anybody, who is invited, or nobody',
    }),
    firstAccount: z.boolean().openapi({ description: 'No account exists yet' }),
    setupTokenRequired: z.boolean().openapi({ description: 'By the first account' }),
    mail: z.boolean().openapi({ description: 'Mail is sent; otherwise the notifier logs it' }),
    planLimits: z.boolean().openapi({ description: 'The limits of the tiers hold' }),
  })
  .openapi('Instance')

export type User = z.infer<typeof userSchema>
export type Me = z.infer<typeof meSchema>
export type SigningSecret = z.infer<typeof signingSecretSchema>
export type Instance = z.infer<typeof instanceSchema>
export type Registered = z.infer<typeof registerResult>
export type RegisterInput = z.input<typeof registerInput>
export type LoginInput = z.input<typeof loginInput>
