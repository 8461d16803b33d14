import { onTestFinished } from 'vitest'
import type { Reply, SendRequest } from '../src/reply.ts'
import type { Resolver } from '../src/resolve.ts'
import { createSender, type Sender } from '../src/send.ts'

export const loopback = ['127.0.0.0/8', '::1/128']

/** A sender that may call loopback and is closed when the test ends. */
export function startSender(
  options: { allow?: string[]; ownPorts?: number[]; echoOrigin?: string; resolver?: Resolver } = {},
): Sender {
  const { allow = loopback, ownPorts = [], echoOrigin, resolver } = options
  const reach = { allow, ownPorts, ...(echoOrigin === undefined ? {} : { echoOrigin }) }
  const sender = createSender(reach, resolver === undefined ? {} : { resolver })
  onTestFinished(() => sender.close())
  return sender
}

/** A request with every field that the test does not care about. */
export function request(url: string, changes: Partial<SendRequest> = {}): SendRequest {
  return {
    url,
    method: 'GET',
    headers: {},
    body: null,
    timeoutMs: 5_000,
    scope: 'organization',
    ...changes,
  }
}

/** The reply's code, or its status: what most tests ask for. */
export function verdict(reply: Reply): string | number {
  return reply.kind === 'error' ? reply.code : reply.statusCode
}
