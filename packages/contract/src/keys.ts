import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, label, pageOf } from './shape.ts'

/** What a key may do: read; change; run jobs now and replay executions. */
export const scopes = ['read', 'write', 'trigger'] as const
export type Scope = (typeof scopes)[number]

const scopeSet = z
  .array(z.enum(scopes))
  .min(1)
  .max(20)
  .transform(given => scopes.filter(scope => given.includes(scope)))
  .openapi({ description: 'Each at most once; all when left out' })

export const keyInput = z
  .strictObject({
    name: label(),
    scopes: scopeSet.optional(),
    expiresAt: instantSchema
      .optional()
      .openapi({ description: 'In the future; never, when left out' }),
  })
  .openapi('KeyInput')

export const keySchema = z
  .object({
    id: idSchema,
    keyId: z.string().openapi({
      description: 'The half of the key that is no secret',
      example: 'pk_live_3f8c…',
    }),
    name: z.string(),
    scopes: z.array(z.enum(scopes)).openapi({ description: 'What it may do' }),
    expiresAt: instantSchema.nullable(),
    previousExpiresAt: instantSchema.nullable().openapi({
      description: 'Until then the secret before the last rotation works too',
    }),
    lastUsedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .openapi('Key')
export const keyPage = pageOf(keySchema)
export const newKeySchema = keySchema
  .extend({ key: z.string().openapi({ description: 'The whole key, shown this once' }) })
  .openapi('NewKey')

export type KeyInput = z.input<typeof keyInput>
export type Key = z.infer<typeof keySchema>
export type NewKey = z.infer<typeof newKeySchema>
