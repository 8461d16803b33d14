import type { Reply } from './reply.ts'

/** Takes out of texts and bytes what must not be seen; `isCut`: their end is missing. */
type Hider = {
  text: (text: string) => string
  bytes: (bytes: Buffer, isCut: boolean) => Buffer
}

/** The answer is kept and shown: a target that repeats what it was sent would put secrets there. */
export function hideIn(reply: Reply, hider: Hider | null): Reply {
  if (hider === null) return reply
  if (reply.kind === 'error') return { ...reply, message: hider.text(reply.message) }
  const headers = Object.entries(reply.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(hider.text) : hider.text(value),
  ])
  return {
    ...reply,
    headers: Object.fromEntries(headers),
    body: hider.bytes(reply.body, reply.truncated),
  }
}
