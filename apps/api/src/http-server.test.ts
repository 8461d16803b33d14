import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openApi } from '../test/open-api.ts'
import { createCaller, serve } from '../test/wire.ts'
import { createHttpServer } from './http-server.ts'

type Heard = { status: number; head: string; problem: { code: string; requestId: string } | null }

/** Says text on a connection, and more of it for ever, until the server has answered and closed. */
async function say(port: number, text: string, again = ''): Promise<Heard> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  let heard = ''
  let open = true
  const pour = () => {
    while (open && again !== '' && socket.write(again));
  }
  socket.on('data', chunk => {
    heard += chunk.toString()
  })
  socket.on('error', () => {})
  socket.on('drain', pour)
  // As on the wire: a byte for each character.
  socket.write(text, 'latin1')
  pour()
  await new Promise(resolve => socket.once('close', resolve))
  open = false
  const [head = '', body = ''] = heard.split('\r\n\r\n')
  const status = Number(/^HTTP\/1.1 (\d+)/.exec(head)?.[1] ?? 0)
  return { status, head, problem: body.startsWith('{') ? JSON.parse(body) : null }
}

const line = (method: string, path: string, ...headers: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`
const host = 'host: localhost:4000'
const json = 'content-type: application/json'
const close = 'connection: close'
const long = 'y'.repeat(17_000)

test('what is no request of this API, or of no HTTP at all, is refused as a problem', async () => {
  const { port } = await serve((await openApi()).app)
  const bodies = ['content-length: 1', 'transfer-encoding: chunked']
  const cases: [what: string, text: string, status: number, code: string][] = [
    ['no HTTP', 'SSH-2.0-OpenSSH_9.7\r\n\r\n', 400, 'request_invalid'],
    ['a method nobody knows', line('FROB', '/api/me', host), 400, 'request_invalid'],
    ['a header with a NUL', line('GET', '/api/me', host, 'x: a\0b'), 400, 'request_invalid'],
    ['a space in the host', line('GET', '/api/me', 'host: a b', close), 400, 'request_invalid'],
    ['a user before the host', line('GET', '/api/me', 'host: a@b', close), 400, 'request_invalid'],
    [
      'a host as long as what it stands for',
      line('PUT', '/api/sync', 'host: $    @ü', ...bodies.slice(0, 1)),
      400,
      'request_invalid',
    ],
    [
      'a port of no service',
      line('GET', '/api/me', 'host: a:123456', close),
      400,
      'request_invalid',
    ],
    ['no host', line('GET', '/api/me', 'host:', close), 400, 'request_invalid'],
    ['TRACE', line('TRACE', '/api/me', host, close), 405, 'method_not_allowed'],
    [
      'a method of another protocol',
      line('PROPFIND', '/api/me', host, close),
      405,
      'method_not_allowed',
    ],
    ['a length and chunks', line('POST', '/api/me', host, ...bodies), 400, 'request_invalid'],
    ['headers over 16 KiB', line('GET', '/', host, `x: ${long}`), 431, 'headers_too_large'],
    ['a path over 16 KiB', line('GET', `/${long}`, host), 431, 'headers_too_large'],
  ]
  for (const [what, text, status, code] of cases) {
    const answer = await say(port, text)
    expect([what, answer.status, answer.problem?.code]).toEqual([what, status, code])
    expect(answer.head).toContain('content-type: application/problem+json')
    expect(answer.head).toContain(`x-request-id: ${answer.problem?.requestId}`)
  }
})

describe('a body without end', () => {
  const chunk = `4000\r\n${'x'.repeat(16_384)}\r\n`
  const start = (path: string, ...more: string[]) => line('POST', path, host, json, ...more)
  const chunked = 'transfer-encoding: chunked'

  test('is 413 once it is over 512 KiB, or says that it will be', async () => {
    const api = await openApi()
    const authorization = `authorization: Bearer ${(await api.organization()).key}`
    const { port } = await serve(api.app)
    const answer = await say(port, start('/api/jobs', chunked, authorization), chunk)
    expect([answer.status, answer.problem?.code]).toEqual([413, 'body_too_large'])
    const announced = start('/api/jobs', `content-length: ${2 ** 40}`, authorization)
    expect((await say(port, announced)).status).toBe(413)
  })

  test('is not read where nobody may send one, and keeps nobody else waiting', async () => {
    const { port } = await serve((await openApi()).app)
    expect((await say(port, start('/api/jobs', chunked), chunk)).status).toBe(401)
    expect((await say(port, start('/api/nothing', chunked), chunk)).status).toBe(404)
    const headers = { host: 'localhost:4000' }
    const call = createCaller(port)
    const answer = await call({ method: 'GET', path: '/api/instance', headers, body: null })
    expect(answer.status).toBe(200)
  })
})

test('a server that closes does not wait for connections that were opened ahead and not used', async () => {
  const { server, close } = createHttpServer((await openApi()).app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const spare = connect(port, '127.0.0.1')
  onTestFinished(() => {
    spare.destroy()
  })
  await once(server, 'connection')
  const startedAt = performance.now()
  await close(10_000)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
