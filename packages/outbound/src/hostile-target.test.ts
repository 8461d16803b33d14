import { createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

/** Writes the same bytes again and again until the socket is gone. */
function drip(first: string, again: string): (socket: Socket) => void {
  return socket => {
    socket.write(first)
    const timer = setInterval(() => socket.write(again), 20)
    socket.on('close', () => clearInterval(timer))
  }
}

describe('the deadline ends', () => {
  test.each<[string, (socket: Socket) => void, number | undefined]>([
    ['silence', () => {}, undefined],
    ['a header that drips', drip('HTTP/1.1 200 OK\r\nx-a: ', 'x'), undefined],
    ['endless early hints', drip('', 'HTTP/1.1 103 Early Hints\r\n\r\n'), undefined],
    ['a body that drips', drip('HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n', 'x'), 200],
    ['a body that stops', socket => socket.write(ok('xx').slice(0, -1)), 200],
    ['chunks that drip', drip('HTTP/1.1 500 X\r\ntransfer-encoding: chunked\r\n\r\n', '1'), 500],
  ])('%s', async (_what, behave, statusCode) => {
    const server = await startRawServer(behave)
    const reply = await startSender().send(request(server.origin, { timeoutMs: 150 }))
    expect(reply).toMatchObject({ kind: 'error', code: 'deadline_exceeded' })
    expect(reply.kind === 'error' && reply.statusCode).toBe(statusCode)
    expect(reply.timings.totalMs).toBeGreaterThanOrEqual(149)
    expect(reply.timings.totalMs).toBeLessThan(2_000)
  })

  test('a TLS handshake that nobody answers', async () => {
    const closed = Promise.withResolvers<void>()
    const { port } = await startRawServer(socket => socket.on('close', () => closed.resolve()))
    const url = `https://127.0.0.1:${port}/`
    const reply = await startSender().send(request(url, { timeoutMs: 150 }))
    expect(verdict(reply)).toBe('deadline_exceeded')
    await closed.promise
  })

  test('nothing once the reply is there: no timer stays behind', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sender = startSender()
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    await sender.send(request(server.origin, { timeoutMs: 300_000 }))
    const before = timers()
    for (let i = 0; i < 10; i += 1) {
      await sender.send(request(server.origin, { timeoutMs: 300_000 }))
    }
    expect(timers()).toBeLessThanOrEqual(before + 1)
  })

  test('a name that does not resolve in time, and then nothing is sent', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const asked = Promise.withResolvers<{ ok: true; addresses: string[] }>()
    const sender = startSender({ resolver: { resolve: () => asked.promise } })
    const url = `http://target.test:${server.port}/`
    expect(verdict(await sender.send(request(url, { timeoutMs: 50 })))).toBe('deadline_exceeded')
    asked.resolve({ ok: true, addresses: ['127.0.0.1'] })
    expect(verdict(await sender.send(request(url, { scope: 'another' })))).toBe(200)
    expect(server.connectionCount).toBe(1)
  })
})

describe('a broken response', () => {
  test.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.7\r\n', 'response_invalid'],
    [
      'a body and a half of lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1,2\r\n\r\nx',
      'response_invalid',
    ],
    ['a header with a NUL', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n', 'response_invalid'],
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: h\r\n\r\n',
      'response_invalid',
    ],
    [
      'headers over 16 KiB',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17_000)}`,
      'response_headers_too_large',
    ],
    [
      'many headers over 16 KiB',
      `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(9_000)}`,
      'response_headers_too_large',
    ],
  ])('%s is told apart', async (_what, bytes, code) => {
    const server = await startRawServer(socket => socket.write(bytes))
    expect(verdict(await startSender().send(request(server.origin)))).toBe(code)
  })

  test.each<[string, string, number | undefined]>([
    ['before the status', '', undefined],
    ['within the headers', 'HTTP/1.1 200 OK\r\nx-a: b', undefined],
    ['within a counted body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc', 200],
    ['within a chunked body', 'HTTP/1.1 503 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab', 503],
  ])(
    'that is cut %s is a lost connection, also when it is reset',
    async (_where, bytes, status) => {
      for (const end of ['end', 'resetAndDestroy'] as const) {
        const server = await startRawServer(socket => {
          socket.write(bytes, () =>
            end === 'end' ? socket.end() : setImmediate(() => socket.resetAndDestroy()),
          )
        })
        const reply = await startSender().send(
          request(server.origin, { method: 'POST', body: 'x' }),
        )
        expect(reply).toMatchObject({ kind: 'error', code: 'connection_lost' })
        expect(reply.kind === 'error' && reply.statusCode).toBe(status)
        expect(server.connectionCount).toBe(1)
      }
    },
  )
})

test('a port where nobody listens is a failed connect, without an address in the message', async () => {
  const server = createServer()
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
  for (const host of ['127.0.0.1', 'localhost']) {
    const reply = await startSender().send(request(`http://${host}:${port}/`))
    expect(reply).toMatchObject({ code: 'connect_failed', message: 'The connection was refused' })
  }
})
