import { expect, test } from 'vitest'
import { openApi } from '../test/open-api.ts'

test('/echo answers any method with what it was sent, to anyone from anywhere', async () => {
  const { call } = await openApi()
  const headers = { origin: 'https://elsewhere.example', cookie: 'a=1', 'x-team': 'ops' }
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    const sent = method === 'GET' ? { headers } : { headers, text: 'not json {' }
    const { status, body } = await call(method, '/echo/a/b?x=1', sent)
    expect([status, body.method, body.path]).toEqual([200, method, '/echo/a/b'])
    expect([body.body, body.headers['x-team']]).toEqual([
      method === 'GET' ? '' : 'not json {',
      'ops',
    ])
  }
  expect((await call('HEAD', '/echo')).status).toBe(200)
  const long = await call('POST', '/echo', { text: 'x'.repeat(70_000) })
  expect(long.body.body).toHaveLength(64 * 1024)
})

test('/echo answers with the status and after the span asked for', async () => {
  const { call } = await openApi()
  expect((await call('GET', '/echo?status=503')).status).toBe(503)
  expect((await call('GET', '/echo?status=204')).status).toBe(204)
  const startedAt = performance.now()
  await call('GET', '/echo?delayMs=60')
  expect(performance.now() - startedAt).toBeGreaterThan(55)
  for (const query of ['status=99', 'status=600', 'status=x', 'delayMs=10001', 'delayMs=-1']) {
    expect((await call('GET', `/echo?${query}`)).status).toBe(422)
  }
})
