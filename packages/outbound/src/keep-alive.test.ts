import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

const post = { method: 'POST', body: 'x' }

describe('a connection', () => {
  test('carries the next request of the same organization to the same origin', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sender = startSender()
    const first = await sender.send(request(`${server.origin}/a`, post))
    const second = await sender.send(request(`${server.origin}/b`, post))
    expect(server.connectionCount).toBe(1)
    expect(first.timings.connectMs).not.toBeNull()
    expect(second.timings.connectMs).toBeNull()
  })

  test('is never shared between organizations, nor between names of one address', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sender = startSender()
    await sender.send(request(server.origin, { scope: 'a' }))
    await sender.send(request(server.origin, { scope: 'b' }))
    await sender.send(request(`http://localhost:${server.port}/`, { scope: 'a' }))
    expect(server.connectionCount).toBe(3)
  })

  test('carries one request at a time', async () => {
    const waiting: Socket[] = []
    const server = await startRawServer(socket => {
      waiting.push(socket)
      if (waiting.length === 3) for (const each of waiting) each.write(ok(''))
    })
    const sender = startSender()
    const sent = [1, 2, 3].map(() => sender.send(request(server.origin)))
    expect((await Promise.all(sent)).map(verdict)).toEqual([200, 200, 200])
    expect(server.connectionCount).toBe(3)
  })

  test.each<[string, (socket: Socket) => void]>([
    ['was closed', socket => socket.destroy()],
    ['was reset', socket => socket.resetAndDestroy()],
    ['was kept', () => {}],
  ])(
    'that %s by the target does not fail the next request, which is sent once',
    async (_how, shut) => {
      const server = await startRawServer(socket => socket.write(ok('')))
      const sender = startSender()
      for (let i = 0; i < 50; i += 1) {
        expect(verdict(await sender.send(request(server.origin, post)))).toBe(200)
        for (const socket of server.sockets) shut(socket)
      }
      expect(server.received.match(/POST/g)).toHaveLength(50)
    },
  )

  test('that ends with its answer, as announced or not, does not fail the next request', async () => {
    const server = await startRawServer(socket => {
      socket.end(ok('', server.connectionCount % 2 === 0 ? 'connection: close\r\n' : ''))
    })
    const sender = startSender()
    for (let i = 0; i < 20; i += 1) {
      expect(verdict(await sender.send(request(server.origin, post)))).toBe(200)
    }
    expect(server.received.match(/POST/g)).toHaveLength(20)
  })

  test('that closes once a request is written loses it: it is not sent again', async () => {
    const server = await startRawServer((socket, requestCount) => {
      if (requestCount === 1) socket.write(ok(''))
      else socket.destroy()
    })
    const sender = startSender()
    expect(verdict(await sender.send(request(server.origin)))).toBe(200)
    expect(verdict(await sender.send(request(server.origin)))).toBe('connection_lost')
    expect(server.received.match(/^GET /gm)).toHaveLength(2)
    expect(server.connectionCount).toBe(1)
  })

  test('on which an answer came unasked is not used again', async () => {
    const server = await startRawServer(socket => socket.write(ok('first') + ok('poison')))
    const sender = startSender()
    for (let i = 0; i < 3; i += 1) {
      expect(await sender.send(request(server.origin))).toMatchObject({
        body: Buffer.from('first'),
      })
    }
    expect(server.connectionCount).toBe(3)
  })

  test('is closed after a second without use', async () => {
    const closed = Promise.withResolvers<void>()
    const server = await startRawServer(socket => {
      socket.write(ok(''))
      socket.on('close', () => closed.resolve())
    })
    await startSender().send(request(server.origin))
    const idleSince = performance.now()
    await closed.promise
    expect(performance.now() - idleSince).toBeLessThan(3_000)
  })
})
