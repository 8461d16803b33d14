import type { Reply, Sender } from '@prikke/outbound'
import type { ClaimedAlert } from '@prikke/queue'
import { type Hider, hiderOf } from '@prikke/vault'
import { type Answer, judgeReply } from './outcome.ts'
import { partsOfUrl } from './parts-of-url.ts'

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
    return judgeReply(hideIn(reply, hiderOf(partsOfUrl(alert.target))), Date.now())
  }
}

/** The answer is kept and shown: a receiver that repeats the URL would put it there. */
const hideIn = (reply: Reply, hider: Hider | null): Reply =>
  hider === null
    ? reply
    : reply.kind === 'error'
      ? { ...reply, message: hider.text(reply.message) }
      : { ...reply, body: hider.bytes(reply.body, reply.truncated) }
