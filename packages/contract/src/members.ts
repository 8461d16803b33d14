import { z } from '@hono/zod-openapi'
import { roleSchema } from './roles.ts'
import { idSchema, instantSchema, pageOf } from './shape.ts'

export const memberSchema = z
  .object({
    userId: idSchema,
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    joinedAt: instantSchema,
  })
  .openapi('Member')
export const memberPage = pageOf(memberSchema)
export const memberPatch = z.strictObject({ role: roleSchema }).openapi('MemberPatch')

export type Member = z.infer<typeof memberSchema>
