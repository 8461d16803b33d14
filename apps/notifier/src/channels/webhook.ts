import { signWebhook } from '@prikke/outbound'
import type { ClaimedAlert } from '@prikke/queue'
import type { Channel } from '../channel.ts'
import { executionLink } from '../message.ts'
import type { Post } from '../post.ts'

/** Posts the alert as JSON, signed as Standard Webhooks has it; the id is the same on every try. */
export function webhook(post: Post, appUrl: string): Channel {
  return (alert, abort) => {
    const body = JSON.stringify(webhookPayload(alert, appUrl))
    const { id, signingSecrets: secrets } = alert
    const timestamp = Math.floor(Date.now() / 1000)
    return post(alert, body, abort, {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body, secrets }),
    })
  }
}

function webhookPayload(alert: ClaimedAlert, appUrl: string) {
  const { job, execution } = alert.event ?? sample
  return {
    type: alert.type,
    createdAt: alert.createdAt.toISOString(),
    organization: { id: alert.organizationId, ...alert.organization },
    job,
    execution,
    links: { execution: executionLink(execution.id, appUrl) },
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** What a test carries, so that a receiver meets the shape of a real alert. */
const sample: NonNullable<ClaimedAlert['event']> = {
  job: { id: nobody, name: 'Sample job', url: 'https://example.com/' },
  execution: {
    id: nobody,
    status: 'failed',
    scheduledFor: '2026-01-01T00:00:00.000Z',
    statusCode: 500,
    errorCode: 'http_status',
    errorMessage: 'The target answered 500.',
    responseExcerpt: 'This is a sample.',
    attempt: 1,
  },
}
