import { createRoute } from '@hono/zod-openapi'
import { type TestRunEvent, testRunEvent, testRunInput } from '@prikke/contract'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { requestCodes } from '../jobs/definition-codes.ts'
import { access, body, createRoutes, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { createTestPlaces } from '../test-runs/places.ts'
import { type Prepared, prepareTestRun } from '../test-runs/prepare.ts'
import { runTest } from '../test-runs/run.ts'

/** Something passes through on the way while a target takes its time. */
const heartbeatMs = 15_000

const create = createRoute({
  tags: ['Jobs'],
  // Who may write a job may send what it would: a key that only runs jobs chooses no target.
  security: access.write,
  operationId: 'testRun',
  method: 'post',
  path: '/api/test-runs',
  summary: 'Send what a job would send, once, without saving it',
  description:
    'Sent as an executor would send it, signed and guarded alike, with `Prikke-Test: true` beside. The answer is a stream: each phase as it begins, then the whole result. Nothing of it is kept; going away ends it. At most 30 in ten minutes, 200 a day and three at once.',
  request: body(testRunInput),
  responses: {
    200: {
      description: 'Phases as server-sent events, and `done` with the result as the last',
      content: { 'text/event-stream': { schema: testRunEvent } },
    },
    ...problems(...requestCodes, 'not_found', 'secret_unreadable', 'rate_limited'),
  },
})

export function testRunRoutes(services: Services) {
  const { limits, change, vault, checkUrl } = services
  const enter = createTestPlaces()
  const routes = createRoutes()
  routes.openapi(create, async c => {
    const { id } = c.var.organization
    await limits.take(['test_run', id], ['test_run_in_a_day', id])
    const leave = enter(id)
    try {
      const prepared = await change(c, async ({ tx, record }) => {
        const made = await prepareTestRun(tx, vault, id, c.req.valid('json'), checkUrl)
        const { url, method } = made.request
        const subject = {
          type: 'job' as const,
          id: made.job?.id ?? null,
          name: made.job?.name ?? null,
        }
        record({ action: 'job.tested', subject, after: { url, method } })
        return made
      })
      c.header('X-Accel-Buffering', 'no')
      return streamSSE(c, stream => tell(stream, prepared, services).finally(leave))
    } catch (error) {
      leave()
      throw error
    }
  })
  return routes
}

/** Ends early when who listens goes away, and when this process stops. */
async function tell(
  stream: SSEStreamingApi,
  prepared: Prepared,
  { sender, closing, log }: Services,
): Promise<void> {
  const gone = new AbortController()
  stream.onAbort(() => gone.abort())
  let written: Promise<unknown> = Promise.resolve()
  const say = (event: TestRunEvent) => {
    written = written.then(() => stream.writeSSE({ data: JSON.stringify(event) }))
  }
  const heartbeat = setInterval(() => void stream.write(': \n\n'), heartbeatMs)
  try {
    const signal = AbortSignal.any([gone.signal, closing])
    const result = await runTest(sender, prepared, signal, phase => say({ type: 'phase', phase }))
    say({ type: 'done', result })
    await written
  } catch (error) {
    log.error({ err: error }, 'a test run failed')
  } finally {
    clearInterval(heartbeat)
  }
}
