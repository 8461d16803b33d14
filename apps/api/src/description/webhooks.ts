import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import { alertMessage } from '@prikke/contract'
import type { AppEnv } from '../route.ts'

const signed = {
  'webhook-timestamp': z.string().openapi({
    param: { description: 'When it was sent, in seconds since 1970' },
    example: '1795224600',
  }),
  'webhook-signature': z.string().openapi({
    param: {
      description:
        'Standard Webhooks: `v1,` and the HMAC-SHA256 of `id.timestamp.body` under the secret of the organization, in base64. Two of them, with a space between, while an old secret counts too',
    },
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
}

const deliveryHeaders = z.object({
  'webhook-id': z.string().openapi({
    param: {
      description:
        'The id of the execution, the same on every attempt: do the work once for each, for a request may arrive twice',
    },
    example: '019aa7c0-11d2-7f03-9b64-2a8c5e1f7d90',
  }),
  ...signed,
  'Prikke-Job-Id': z.string().openapi({
    param: { description: 'The id of the job' },
    example: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  }),
  'Prikke-Attempt': z.string().openapi({
    param: { description: 'Which attempt it is, from 1' },
    example: '1',
  }),
  'Prikke-Scheduled-For': z.string().openapi({
    param: { description: 'The instant for which it was scheduled' },
    example: '2026-11-21T01:30:00.000Z',
  }),
})

const alertHeaders = z.object({
  'webhook-id': z.string().openapi({
    param: { description: 'The id of the alert, the same on every try' },
    example: '019aa7c0-4c1e-7b25-a3d9-58f6e02b91c4',
  }),
  ...signed,
})

const retried = {
  description: 'Tried again, as often as the job says; `Retry-After` is honoured',
}

/** What Prikke itself sends: the request of a job to its target, and alerts to a webhook channel. */
export function registerWebhooks({ openAPIRegistry }: OpenAPIHono<AppEnv>): void {
  openAPIRegistry.registerWebhook({
    method: 'post',
    path: 'delivery',
    operationId: 'receiveDelivery',
    summary: 'The request of a job',
    description:
      'Method, headers and body are those of the job; what stands here comes with all of them. A body without a content type gets `application/json` when it is JSON, else `text/plain`. Redirects are not followed.',
    tags: ['Webhooks'],
    request: {
      headers: deliveryHeaders,
      body: { content: { '*/*': { schema: {} } }, description: 'The body of the job, if any' },
    },
    responses: {
      '2XX': { description: 'Success. The first 64 KiB of the answer are kept' },
      408: retried,
      410: { description: 'Failed, and the job is switched off' },
      425: retried,
      429: retried,
      '5XX': retried,
      default: { description: 'Failed, and not tried again' },
    },
  })
  openAPIRegistry.registerWebhook({
    method: 'post',
    path: 'alert',
    operationId: 'receiveAlert',
    summary: 'An alert, to a webhook channel',
    description:
      'One when a job turns from working to failing, and one when it recovers; each failure, where the job says `alertOn: every`.',
    tags: ['Webhooks'],
    request: {
      headers: alertHeaders,
      body: { content: { 'application/json': { schema: alertMessage } } },
    },
    responses: {
      '2XX': { description: 'Taken' },
      default: {
        description: 'Tried again for a while; what was answered stands among the alerts',
      },
    },
  })
}
