import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema, pageOf } from './shape.ts'

/** A device that is signed in. Its id ends it and opens nothing. */
export const sessionSchema = z
  .object({
    id: idSchema,
    userAgent: z.string().nullable().openapi({ description: 'What the browser called itself' }),
    address: z.string().nullable().openapi({ description: 'Where it signed in from' }),
    createdAt: instantSchema,
    lastSeenAt: instantSchema.openapi({ description: 'Within a few minutes' }),
    current: z.boolean().openapi({ description: 'The one that asks' }),
  })
  .openapi('Session')
export const sessionPage = pageOf(sessionSchema)

export type Session = z.infer<typeof sessionSchema>
