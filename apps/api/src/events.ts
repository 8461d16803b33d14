import { createRoute, z } from '@hono/zod-openapi'
import type { EventHint } from '@prikke/contract'
import { streamSSE } from 'hono/streaming'
import { access, createRoutes } from './route.ts'
import type { Services } from './services.ts'

const heartbeatMs = 15_000
/** After this a stream ends and its client comes back, to be asked again who it is. */
const longestMs = 15 * 60 * 1000

const events = createRoute({
  tags: ['Executions'],
  security: access.read,
  operationId: 'streamEvents',
  method: 'get',
  path: '/api/events',
  summary: 'Hear that something changed; fetch what you show when you do, and on every open',
  description:
    'A hint says only that something changed; there is no replay. `EventSource` cannot send headers: it names the organization in the query.',
  request: {
    query: z.strictObject({
      organization: z
        .string()
        .optional()
        .openapi({ description: 'The slug of the one that a session hears of' }),
    }),
  },
  responses: {
    200: {
      description: 'Hints `{type}` as server-sent events, `hello` first, heartbeats between',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
})

/** Live views. Hints that come faster than a client reads are merged: memory stays bounded. */
export function eventRoutes({ hub, closing }: Services) {
  const routes = createRoutes()
  routes.openapi(events, c => {
    if (c.req.method === 'HEAD') return c.body(null, 200)
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async stream => {
      const waiting = new Set<EventHint['type']>(['hello'])
      let wakeUp = () => {}
      const hear = (type: EventHint['type']) => {
        waiting.add(type)
        wakeUp()
      }
      const unsubscribe = hub.subscribe(c.var.organization.id, hear)
      const heartbeat = setInterval(() => hear('heartbeat'), heartbeatMs)
      const deadline = performance.now() + longestMs
      const stop = () => wakeUp()
      stream.onAbort(stop)
      closing.addEventListener('abort', stop)
      try {
        while (!stream.aborted && !closing.aborted && performance.now() < deadline) {
          const types = [...waiting]
          waiting.clear()
          for (const type of types) await stream.writeSSE({ data: JSON.stringify({ type }) })
          await new Promise<void>(resolve => {
            wakeUp = resolve
            if (waiting.size > 0 || stream.aborted || closing.aborted) resolve()
          })
        }
      } finally {
        clearInterval(heartbeat)
        unsubscribe()
        closing.removeEventListener('abort', stop)
      }
    })
  })
  return routes
}
