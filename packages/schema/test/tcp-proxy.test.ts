import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { startTcpProxy } from './tcp-proxy.ts'

/** A server that answers each byte with itself, the proxy before it, and a client's connection. */
async function openEcho() {
  const received: Buffer[] = []
  const sockets = new Set<Socket>()
  const echo = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.on('data', chunk => {
      received.push(chunk)
      socket.write(chunk)
    })
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const { port } = echo.address() as AddressInfo
  const proxy = await startTcpProxy(`postgres://a:b@127.0.0.1:${port}/c`)
  onTestFinished(async () => {
    await proxy.close()
    echo.close()
  })
  const start = () => connect(Number(new URL(proxy.url).port), '127.0.0.1').on('error', () => {})
  const open = async () => {
    const socket = start()
    await once(socket, 'connect')
    return socket
  }
  const hasArrived = () => Buffer.concat(received).length
  return { proxy, start, open, hasArrived, atServer: sockets }
}

const answer = async (socket: Socket, bytes: number) => {
  for (let got = 0; got < bytes; ) got += ((await once(socket, 'data'))[0] as Buffer).length
}
/** Not `once`: a RST is an error before it is the end. */
const closing = (socket: Socket) =>
  new Promise<void>(resolve => {
    socket.on('close', () => resolve())
  })
const within = { timeout: 5_000, interval: 10 }

test('passes megabytes both ways and the closing after them', async () => {
  const { proxy, open, atServer } = await openEcho()
  const socket = await open()
  const size = 5 * 1024 * 1024
  socket.write(Buffer.alloc(size))
  await answer(socket, size)
  expect(proxy.connectionCount()).toBe(1)
  socket.end()
  await expect.poll(() => proxy.connectionCount() + atServer.size, within).toBe(0)
})

test('reset ends what is open and what comes', async () => {
  const { proxy, start, open, atServer } = await openEcho()
  const before = await open()
  const ended = closing(before)
  await expect.poll(() => atServer.size, within).toBe(1)
  proxy.mode({ kind: 'reset' })
  await ended
  await expect.poll(() => atServer.size, within).toBe(0)
  await closing(start())
  proxy.mode({ kind: 'pass' })
  const after = await open()
  after.write('a')
  await answer(after, 1)
})

test('a black hole to the server swallows what is asked and the closing', async () => {
  const { proxy, open, hasArrived, atServer } = await openEcho()
  const socket = await open()
  socket.write('a')
  await answer(socket, 1)
  proxy.mode({ kind: 'blackhole', direction: 'to-server' })
  socket.write('b')
  socket.end()
  const other = await open()
  other.write('c')
  await expect.poll(() => atServer.size, within).toBe(2)
  expect([socket.writableLength, hasArrived(), socket.destroyed]).toEqual([0, 1, false])
  await expect.poll(() => proxy.connectionCount(), within).toBe(1)
  proxy.mode({ kind: 'pass' })
  await expect.poll(() => atServer.size, within).toBe(1)
  other.write('d')
  const fresh = await open()
  fresh.write('e')
  await answer(fresh, 1)
  expect(hasArrived()).toBe(2)
})

test('a black hole to the client lets the question through', async () => {
  const { proxy, open, hasArrived } = await openEcho()
  proxy.mode({ kind: 'blackhole', direction: 'to-client' })
  const socket = await open()
  socket.write('a')
  await expect.poll(hasArrived, within).toBe(1)
  expect([socket.bytesRead, socket.destroyed]).toEqual([0, false])
})

test('delay holds each byte back, throttle spreads them', async () => {
  const { proxy, open } = await openEcho()
  const socket = await open()
  const tookMs = async (bytes: number) => {
    const startedAt = performance.now()
    socket.write(Buffer.alloc(bytes))
    await answer(socket, bytes)
    return performance.now() - startedAt
  }
  proxy.mode({ kind: 'delay', ms: 50 })
  const delayedMs = await tookMs(1)
  proxy.mode({ kind: 'throttle', bytesPerSecond: 10_000 })
  const throttledMs = await tookMs(2_000)
  expect(delayedMs).toBeGreaterThan(95)
  expect(throttledMs).toBeGreaterThan(195)
})
