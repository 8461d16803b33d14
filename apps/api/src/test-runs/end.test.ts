import { expect, test } from 'vitest'
import { callerOf, openApi } from '../../test/open-api.ts'
import { startReceiver } from '../../test/receiver.ts'
import { run } from '../../test/test-run.ts'
import { serve } from '../../test/wire.ts'
import { createApp } from '../app.ts'

const allow = '127.0.0.0/8'

test('who goes away ends the request, and leaves the place to others', async () => {
  let hungUp = () => {}
  const gone = new Promise<void>(resolve => {
    hungUp = resolve
  })
  const target = await startReceiver((request, response) => {
    if (request.url === '/hangs') request.socket.once('close', hungUp)
    else response.end('ok')
  })
  const api = await openApi({ allow })
  const { key, call } = await api.organization()
  const { port } = await serve(api.app)
  const leaving = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${port}/api/test-runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${target.url}/hangs`, timeoutMs: 300_000 }),
    signal: leaving.signal,
  })
  const reader = answer.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('connecting')
  await expect.poll(() => target.arrived.length).toBe(1)
  leaving.abort()
  await gone
  const three = [1, 2, 3].map(() => run(call, { url: target.url }))
  expect((await Promise.all(three)).map(({ result }) => result.statusCode)).toEqual([200, 200, 200])
})

test('a process that stops ends it, and says so', async () => {
  const target = await startReceiver(() => {})
  const api = await openApi({ allow })
  const { key } = await api.organization()
  const closing = new AbortController()
  const app = createApp({ ...api.services, closing: closing.signal })
  const call = callerOf(app)({ authorization: `Bearer ${key}` })
  const under = run(call, { url: target.url, timeoutMs: 300_000 })
  await expect.poll(() => target.arrived.length).toBe(1)
  closing.abort()
  expect((await under).result).toMatchObject({ errorCode: 'worker_stopped', statusCode: null })
})
