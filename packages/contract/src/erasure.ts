import { z } from '@hono/zod-openapi'
import { knownPassword } from './accounts.ts'
import { idSchema, instantSchema } from './shape.ts'

export const eraseInput = z
  .strictObject({
    password: knownPassword().optional().openapi({
      description: 'Required when there is one; without one, sign in anew shortly before',
    }),
  })
  .openapi('EraseInput')

const named = z.object({ id: idSchema, name: z.string() })

/** What went with an account, and what stays, for how long. */
export const erasureReceipt = z
  .object({
    userId: idSchema,
    erasedAt: instantSchema.openapi({ description: 'When it was done' }),
    removed: z
      .object({
        sessions: z.number().int(),
        links: z.number().int().openapi({ description: 'By mail, to sign in and the like' }),
        mails: z.number().int().openapi({ description: 'What was written to the address' }),
        invites: z.number().int().openapi({ description: 'Of organizations, to the address' }),
        channels: z.number().int().openapi({ description: 'That sent alerts to the address' }),
        left: z.array(named).openapi({ description: 'Organizations that go on without them' }),
        deleted: z.array(named).openapi({
          description: 'Organizations in which there was nobody else: gone within hours',
        }),
      })
      .openapi({ description: 'What went, counted and named' }),
    kept: z
      .array(z.object({ what: z.string(), why: z.string(), until: z.string() }))
      .openapi({ description: 'What stays, why and until when' }),
  })
  .openapi('ErasureReceipt')

export type ErasureReceipt = z.infer<typeof erasureReceipt>
