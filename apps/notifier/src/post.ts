import type { Sender } from '@prikke/outbound'
import type { ClaimedAlert } from '@prikke/queue'
import { type Answer, judgeReply } from './outcome.ts'

const timeoutMs = 15_000

/** Posts JSON to the alert's target, once. */
export type Post = (
  alert: ClaimedAlert,
  body: string,
  abort: AbortSignal,
  headers?: Record<string, string>,
) => Promise<Answer>

/** Every post leaves through `sender`, whose guard decides which addresses may be called. */
export function createPost(sender: Sender, version: string): Post {
  return async (alert, body, abort, headers = {}) => {
    const reply = await sender.send({
      url: alert.target,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': `Prikke/${version}`,
        ...headers,
      },
      body,
      timeoutMs,
      scope: alert.organizationId,
      signal: abort,
    })
    return judgeReply(reply, Date.now())
  }
}
