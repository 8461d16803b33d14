import { z } from '@hono/zod-openapi'
import { emailAddress, idSchema, instantSchema, label, pageOf, text } from './shape.ts'

/** A password somebody chooses. */
export const newPassword = () => text().min(12).max(256)
/** A password somebody knows: no longer than any that was chosen, and of any other kind. */
export const knownPassword = () => text().max(256)

export const organizationSchema = z
  .object({
    id: idSchema,
    slug: z.string(),
    name: z.string(),
    role: z.enum(['owner', 'admin', 'member']),
    tier: z.enum(['free', 'pro']),
  })
  .openapi('Organization')

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
    organizationName: label().optional(),
    setupToken: text().max(200).optional(),
    inviteToken: text().max(200).optional(),
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

export const keyInput = z.strictObject({ name: label() }).openapi('KeyInput')
export const keySchema = z
  .object({
    id: idSchema,
    keyId: z.string().openapi({ example: 'pk_live_3v8c…' }),
    name: z.string(),
    lastUsedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .openapi('Key')
export const keyPage = pageOf(keySchema)
export const newKeySchema = keySchema
  .extend({ key: z.string().openapi({ description: 'The whole key, shown this once' }) })
  .openapi('NewKey')

export const signingSecretSchema = z
  .object({
    secret: z.string().openapi({ example: 'whsec_…' }),
    previousExpiresAt: instantSchema.nullable(),
  })
  .openapi('SigningSecret')
export const rotateInput = z
  .strictObject({ overlapHours: z.number().int().min(0).max(168).default(24) })
  .openapi('RotateInput')

/** What anyone may know before signing in. */
export const instanceSchema = z
  .object({
    registration: z.enum(['open', 'invite', 'closed']),
    firstAccount: z.boolean().openapi({ description: 'No account exists yet' }),
    setupTokenRequired: z.boolean(),
    mail: z.boolean().openapi({ description: 'Mail is sent; otherwise the notifier logs it' }),
  })
  .openapi('Instance')

export type User = z.infer<typeof userSchema>
export type Organization = z.infer<typeof organizationSchema>
export type Me = z.infer<typeof meSchema>
export type Key = z.infer<typeof keySchema>
export type NewKey = z.infer<typeof newKeySchema>
export type SigningSecret = z.infer<typeof signingSecretSchema>
export type Instance = z.infer<typeof instanceSchema>
export type RegisterInput = z.input<typeof registerInput>
export type LoginInput = z.input<typeof loginInput>
