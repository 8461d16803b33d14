import { z } from '@hono/zod-openapi'
import { emailAddress, idSchema, instantSchema, label, pageOf, pageQuery } from './shape.ts'

const kind = z.enum(['email', 'slack', 'discord', 'webhook'])
const address = emailAddress()

const fields = {
  kind,
  name: label(),
  address,
  url: z.string().openapi({ maxLength: 2048 }),
  enabled: z.boolean(),
}

/** An e-mail channel takes `address`, every other kind `url`; the kind of a URL may be left out. */
export const channelInput = z
  .strictObject({ ...fields, enabled: fields.enabled.default(true) })
  .partial({ kind: true, name: true, address: true, url: true })
  .refine(value => (value.address === undefined) !== (value.url === undefined), {
    message: 'give either address or url',
    path: ['url'],
  })
  .refine(
    value => value.kind === undefined || (value.kind === 'email') === (value.address !== undefined),
    {
      message: 'email takes an address, every other kind a url',
      path: ['kind'],
    },
  )
  .openapi('ChannelInput')

export const channelPatch = z
  .strictObject({ name: fields.name, address, url: fields.url, enabled: fields.enabled })
  .partial()
  .openapi('ChannelPatch')

export const channelSchema = z
  .object({
    id: idSchema,
    kind,
    name: z.string(),
    address: z.string().nullable(),
    url: z.string().nullable(),
    enabled: z.boolean(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .openapi('Channel')
export const channelPage = pageOf(channelSchema)

/** What the receiver really said. */
export const channelTestResult = z
  .object({
    status: z.enum(['sent', 'dead']),
    statusCode: z.number().int().nullable().openapi({ description: 'What the receiver answered' }),
    answer: z.string().nullable().openapi({ description: 'The same in its words' }),
  })
  .openapi('ChannelTest')

export const alertSchema = z
  .object({
    id: idSchema,
    type: z.enum(['execution.failed', 'job.recovered', 'channel.test']),
    status: z.enum(['pending', 'sent', 'dead']),
    channelId: idSchema.nullable().openapi({ description: 'Null when it has been deleted' }),
    kind,
    target: z.string().openapi({ description: 'The address or URL that it went to' }),
    jobId: idSchema.nullable(),
    executionId: idSchema.nullable().openapi({ description: 'The one that it is about' }),
    attempt: z.number().int().openapi({ description: 'How often it was tried' }),
    statusCode: z.number().int().nullable().openapi({ description: 'What the receiver answered' }),
    answer: z.string().nullable().openapi({ description: 'The same in its words' }),
    createdAt: instantSchema,
    settledAt: instantSchema.nullable().openapi({
      description: 'When it was sent, or given up',
    }),
  })
  .openapi('Alert')
export const alertPage = pageOf(alertSchema)
export const alertListQuery = pageQuery.extend({
  jobId: idSchema.optional().openapi({ description: 'Of one job, which may be gone' }),
})

export type ChannelInput = z.input<typeof channelInput>
export type Channel = z.infer<typeof channelSchema>
export type ChannelTest = z.infer<typeof channelTestResult>
export type Alert = z.infer<typeof alertSchema>
