import { getEventListeners } from 'node:events'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

const cap = 65_536

describe('a request', () => {
  test('arrives as it was given, with the host and identity encoding added', async () => {
    const server = await startRawServer(socket => socket.write(ok('done')))
    const reply = await startSender().send(
      request(`${server.origin}/a%20b/c d?q=1&r=ø#top`, {
        method: 'PUT',
        headers: { 'X-One': '1', 'content-type': 'text/plain' },
        body: 'grød',
      }),
    )
    expect(verdict(reply)).toBe(200)
    const [head = '', body] = server.received.split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual([
      'PUT /a%20b/c%20d?q=1&r=%C3%B8 HTTP/1.1',
      `host: 127.0.0.1:${server.port}`,
      'connection: keep-alive',
      'X-One: 1',
      'content-type: text/plain',
      'accept-encoding: identity',
      'content-length: 5',
    ])
    expect(Buffer.from(body ?? '', 'latin1').toString()).toBe('grød')
  })

  test("keeps the caller's own accept-encoding", async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    await startSender().send(request(server.origin, { headers: { 'Accept-Encoding': 'br' } }))
    expect(server.received.match(/^accept-encoding: .*$/gim)).toEqual(['Accept-Encoding: br'])
  })

  test('without a body says so when its method has one', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    await startSender().send(request(server.origin, { method: 'POST' }))
    expect(server.received).toContain('content-length: 0\r\n')
  })

  test('that is not HTTP is a bug of the caller and rejects', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sent = startSender().send(request(server.origin, { headers: { 'x-a': 'b\r\nc: d' } }))
    await expect(sent).rejects.toThrow('header')
    expect(server.received).toBe('')
  })
})

describe('a response', () => {
  test('comes with status, headers, body and timings', async () => {
    const twice = 'set-cookie: a=1\r\nset-cookie: b=2\r\n'
    const server = await startRawServer(socket => socket.write(ok('hello', twice)))
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({
      kind: 'response',
      statusCode: 200,
      headers: { 'content-length': '5', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from('hello'),
      bodyBytes: 5,
      truncated: false,
      encoding: null,
      timings: { dnsMs: null, tlsMs: null },
    })
    const { connectMs, firstByteMs, totalMs } = reply.timings
    expect(connectMs).toBeGreaterThan(0)
    expect(firstByteMs).toBeGreaterThan(0)
    expect(totalMs).toBeGreaterThanOrEqual((connectMs ?? 0) + (firstByteMs ?? 0) - 0.02)
  })

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n', 200],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', 204],
    ['GET', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 999999\r\n\r\n', 304],
  ])('to %s may have no body: %j', async (method, bytes, status) => {
    const server = await startRawServer(socket => socket.write(bytes))
    const reply = await startSender().send(request(server.origin, { method }))
    expect(verdict(reply)).toBe(status)
    expect(reply).toMatchObject({ body: Buffer.alloc(0), bodyBytes: 0, truncated: false })
  })

  test('that redirects is returned, and the other place is not asked', async () => {
    const elsewhere = await startRawServer(socket => socket.write(ok('')))
    const server = await startRawServer(socket =>
      socket.write(
        `HTTP/1.1 302 Found\r\nlocation: ${elsewhere.origin}\r\ncontent-length: 0\r\n\r\n`,
      ),
    )
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({ statusCode: 302, headers: { location: elsewhere.origin } })
    expect(elsewhere.connectionCount).toBe(0)
  })

  test('may come after early hints', async () => {
    const server = await startRawServer(socket =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok('late')}`),
    )
    expect(await startSender().send(request(server.origin))).toMatchObject({
      statusCode: 200,
      headers: { 'content-length': '4' },
      body: Buffer.from('late'),
    })
  })

  test('may end with the connection, when it names no length', async () => {
    const server = await startRawServer(socket => socket.end('HTTP/1.1 200 OK\r\n\r\nbye'))
    expect(await startSender().send(request(server.origin))).toMatchObject({
      statusCode: 200,
      body: Buffer.from('bye'),
      truncated: false,
    })
  })

  test('of exactly 64 KiB is whole', async () => {
    const server = await startRawServer(socket => socket.write(ok('x'.repeat(cap))))
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({ bodyBytes: cap, truncated: false })
    expect(reply.kind === 'response' && reply.body.length).toBe(cap)
  })

  test('that declares more than 64 KiB keeps the first 64 KiB and the declared size', async () => {
    const server = await startRawServer(socket => socket.write(ok('x'.repeat(500_000))))
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({ statusCode: 200, bodyBytes: 500_000, truncated: true })
    expect(reply.kind === 'response' && reply.body.length).toBe(cap)
  })

  test('that declares more than any number can hold keeps a size that is a number', async () => {
    const body = 'x'.repeat(cap + 1)
    const server = await startRawServer(socket =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n${body}`),
    )
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({ statusCode: 200, bodyBytes: Number.MAX_SAFE_INTEGER })
  })

  test('that never ends is a success cut at 64 KiB, and its socket is closed', async () => {
    const closed = Promise.withResolvers<void>()
    const server = await startRawServer(socket => {
      const chunk = `4000\r\n${'x'.repeat(16_384)}\r\n`
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const timer = setInterval(() => socket.write(chunk), 1)
      socket.on('close', () => {
        clearInterval(timer)
        closed.resolve()
      })
    })
    const reply = await startSender().send(request(server.origin))
    expect(reply).toMatchObject({ statusCode: 200, truncated: true })
    expect(reply.kind === 'response' && reply.body.length).toBe(cap)
    await closed.promise
  })

  test('that is encoded all the same keeps its size and encoding, not its bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const server = await startRawServer(socket => {
      const head = `content-encoding: GZIP\r\ncontent-length: ${bomb.length}\r\n\r\n`
      socket.write(`HTTP/1.1 200 OK\r\n${head}`)
      socket.write(bomb)
    })
    expect(await startSender().send(request(server.origin))).toMatchObject({
      statusCode: 200,
      body: Buffer.alloc(0),
      bodyBytes: bomb.length,
      truncated: true,
      encoding: 'gzip',
    })
  })
})

describe('giving up', () => {
  test('on a signal ends the exchange and closes the socket', async () => {
    const arrived = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    const server = await startRawServer(socket => {
      socket.on('close', () => closed.resolve())
      arrived.resolve()
    })
    const controller = new AbortController()
    const sent = startSender().send(request(server.origin, { signal: controller.signal }))
    await arrived.promise
    controller.abort()
    expect(verdict(await sent)).toBe('aborted')
    await closed.promise
  })

  test('stays possible for a later request: a signal is not held on to', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const { signal } = new AbortController()
    await startSender().send(request(server.origin, { signal }))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('before sending sends nothing', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sent = startSender().send(request(server.origin, { signal: AbortSignal.abort() }))
    expect(verdict(await sent)).toBe('aborted')
    expect(server.connectionCount).toBe(0)
  })

  test('happens to all that is under way when the sender closes, and to what comes later', async () => {
    const arrived = Promise.withResolvers<void>()
    const server = await startRawServer(() => arrived.resolve())
    const sender = startSender()
    const sent = sender.send(request(server.origin))
    await arrived.promise
    await sender.close()
    expect(verdict(await sent)).toBe('aborted')
    expect(verdict(await sender.send(request(server.origin)))).toBe('aborted')
  })
})
