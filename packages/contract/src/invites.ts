import { z } from '@hono/zod-openapi'
import { roleSchema } from './roles.ts'
import { emailAddress, idSchema, instantSchema, pageOf } from './shape.ts'

/** Only an open one can be accepted. */
const statusSchema = z.enum(['open', 'accepted', 'declined', 'revoked', 'expired'])

export const inviteInput = z
  .strictObject({ email: emailAddress(), role: roleSchema })
  .openapi('InviteInput')

export const inviteSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    role: roleSchema,
    status: statusSchema,
    invitedBy: z.string().nullable().openapi({ description: 'Their e-mail address' }),
    createdAt: instantSchema,
    expiresAt: instantSchema,
  })
  .openapi('Invite')
export const invitePage = pageOf(inviteSchema)

/** What an invite says to who holds its token. */
export const invitationSchema = z
  .object({
    organizationName: z.string(),
    email: z.string().openapi({ description: 'Whose account may accept it' }),
    role: roleSchema,
    status: statusSchema,
    expiresAt: instantSchema,
  })
  .openapi('Invitation')

export type InviteInput = z.input<typeof inviteInput>
export type Invite = z.infer<typeof inviteSchema>
export type Invitation = z.infer<typeof invitationSchema>
