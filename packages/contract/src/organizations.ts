import { z } from '@hono/zod-openapi'
import { actions, roleSchema } from './roles.ts'
import { idSchema, instantSchema, label, pageOf, text } from './shape.ts'

const tier = z.enum(['free', 'pro']).openapi({ description: 'Matters where plan limits are on' })

export const organizationSchema = z
  .object({
    id: idSchema,
    slug: z.string(),
    name: z.string(),
    role: roleSchema,
    tier,
    may: z.array(z.enum(actions)).openapi({ description: 'What you may do in it just now' }),
    deletedAt: instantSchema.nullable().openapi({ description: 'Null while it lives' }),
    goneAt: instantSchema.nullable().openapi({
      description: 'Until then a deleted one can be restored; then everything in it is removed',
    }),
  })
  .openapi('Organization')
export const organizationPage = pageOf(organizationSchema)

const slug = () =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/,
      'must be 1 to 60 lower-case letters and digits, with hyphens between them',
    )

export const organizationInput = z.strictObject({ name: label() }).openapi('OrganizationInput')
/** A JSON merge patch. */
export const organizationPatch = z
  .strictObject({ name: label(), slug: slug() })
  .partial()
  .openapi('OrganizationPatch')
export const tierInput = z.strictObject({ tier }).openapi('TierInput')
export const deleteOrganizationInput = z
  .strictObject({ confirm: text().max(200).openapi({ description: 'The name, in full' }) })
  .openapi('DeleteOrganizationInput')

export type Organization = z.infer<typeof organizationSchema>
export type Tier = z.infer<typeof tier>
export type OrganizationPatch = z.input<typeof organizationPatch>
