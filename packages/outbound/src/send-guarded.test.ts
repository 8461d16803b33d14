import { describe, expect, test, vi } from 'vitest'
import { badUrls } from '../test/bad-urls.ts'
import { ok, startRawServer } from '../test/raw-server.ts'
import { loopback, request, startSender, verdict } from '../test/sending.ts'
import { ConnectFailure, openSocket } from './connect.ts'
import type { Resolver } from './resolve.ts'

/** Answers with the next list each time it is asked, the last one for ever. */
function answering(...lists: string[][]): Resolver & { count: number } {
  return {
    count: 0,
    async resolve() {
      const addresses = lists[Math.min(this.count, lists.length - 1)] ?? []
      this.count += 1
      return { ok: true, addresses }
    },
  }
}

describe('a sender without an allow list', () => {
  test.each([
    ['http://127.0.0.1', 'blocked_address'],
    ['http://0x7f.1', 'blocked_address'],
    ['http://0', 'blocked_address'],
    ['http://[::1]', 'blocked_address'],
    ['http://[::ffff:7f00:1]', 'blocked_address'],
    ['http://localhost', 'blocked_address'],
  ])('does not reach %s, where someone listens', async (origin, code) => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const reply = await startSender({ allow: [] }).send(request(`${origin}:${server.port}/`))
    expect(verdict(reply)).toBe(code)
    expect(server.connectionCount).toBe(0)
  })

  test.each([
    [['127.0.0.1']],
    [['93.184.216.34', '127.0.0.1']],
    [['::ffff:127.0.0.1']],
    [['2606:4700::1', '::7f00:1']],
    [['169.254.169.254']],
    [[]],
    [['not an address']],
  ])('does not call a name that leads to %j', async addresses => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sender = startSender({ allow: [], resolver: answering(addresses) })
    const reply = await sender.send(request(`http://target.test:${server.port}/`))
    expect(reply).toMatchObject({ kind: 'error', code: 'blocked_address' })
    expect(reply.kind === 'error' && reply.message).not.toMatch(/\d/)
    expect(server.connectionCount).toBe(0)
  })

  test('sends nothing to what no job may have, and asks no name server about it', async () => {
    const resolver = answering(['93.184.216.34'])
    const sender = startSender({ allow: [], resolver })
    for (const { what, sent, urls } of badUrls) {
      for (const url of urls) {
        expect([what, url, verdict(await sender.send(request(url)))]).toEqual([what, url, sent])
      }
    }
    expect(resolver.count).toBe(0)
  })
})

describe('a name', () => {
  test('is called at the address that was checked, and looked up once', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const resolver = answering(['127.0.0.1'], ['10.0.0.1'])
    const reply = await startSender({ resolver }).send(
      request(`http://target.test:${server.port}/`),
    )
    expect(verdict(reply)).toBe(200)
    expect(reply.timings.dnsMs).not.toBeNull()
    expect(resolver.count).toBe(1)
    expect(server.received).toContain(`host: target.test:${server.port}\r\n`)
  })

  test('that turns to a blocked address is refused, although a connection is open', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const resolver = answering(['127.0.0.1'], ['127.0.0.1', '10.0.0.1'], ['169.254.169.254'])
    const sender = startSender({ allow: ['127.0.0.0/8'], resolver })
    const url = `http://target.test:${server.port}/`
    const verdicts = []
    for (let i = 0; i < 3; i += 1) verdicts.push(verdict(await sender.send(request(url))))
    expect(verdicts).toEqual([200, 'blocked_address', 'blocked_address'])
    expect(server.connectionCount).toBe(1)
  })

  test('that moves is called at its new address on a new connection', async () => {
    const server = await startRawServer(socket => socket.write(ok('')), '127.0.0.1')
    const resolver = answering(['127.0.0.1'], ['127.0.0.2'])
    const sender = startSender({ resolver })
    const url = `http://target.test:${server.port}/`
    expect(verdict(await sender.send(request(url)))).toBe(200)
    expect(verdict(await sender.send(request(url)))).toBe('connect_failed')
  })

  test('is called at its next address when the first does not answer', async () => {
    const server = await startRawServer(socket => socket.write(ok('')))
    const sender = startSender({ resolver: answering(['::1', '127.0.0.2', '127.0.0.1']) })
    const reply = await sender.send(request(`http://target.test:${server.port}/`))
    expect(verdict(reply)).toBe(200)
  })

  test('that DNS does not know is dns_failed', async () => {
    const message = 'The name of the host does not exist'
    const resolver: Resolver = { resolve: async () => ({ ok: false, message }) }
    const reply = await startSender({ resolver }).send(request('http://target.test/'))
    expect(reply).toMatchObject({ kind: 'error', code: 'dns_failed', message })
  })
})

describe("Prikke's own port", () => {
  test('is reached at /echo of its origin and nowhere else', async () => {
    const server = await startRawServer(socket => socket.write(ok('echo')))
    const origin = `http://localhost:${server.port}`
    const resolver = answering(['127.0.0.1'])
    const sender = startSender({ ownPorts: [server.port], echoOrigin: origin, resolver })
    const verdictOf = async (url: string) => verdict(await sender.send(request(url)))
    expect(await verdictOf(`${origin}/echo`)).toBe(200)
    expect(await verdictOf(`${origin}/api/jobs`)).toBe('blocked_address')
    expect(await verdictOf(`${server.origin}/echo`)).toBe('blocked_address')
    expect(await verdictOf(`http://target.test:${server.port}/echo`)).toBe('blocked_address')
    expect(server.received.match(/^GET /gm)).toHaveLength(1)
  })
})

test('a socket that ends up at an address that may not be called is closed unused', async () => {
  const server = await startRawServer(socket => socket.write(ok('')))
  const asked: string[] = []
  const result = await new Promise(resolve => {
    const mayConnect = (address: string) => asked.push(address) === 0
    const route = { secure: false, hostname: '127.0.0.1', port: server.port, addresses: [] }
    openSocket({ ...route, mayConnect }, undefined, resolve)
  })
  expect(result).toBeInstanceOf(ConnectFailure)
  expect(result).toMatchObject({ code: 'blocked_address' })
  expect(asked).toEqual(['127.0.0.1'])
  expect(server.received).toBe('')
})

test('a socket that is reset before its address is known has failed to connect, nothing worse', async () => {
  const server = await startRawServer(() => {})
  const result = await new Promise(resolve => {
    const route = { secure: false, hostname: '127.0.0.1', port: server.port, addresses: [] }
    const socket = openSocket({ ...route, mayConnect: () => false }, undefined, resolve)
    Object.defineProperty(socket, 'remoteAddress', { value: undefined })
  })
  expect(result).toMatchObject({ code: 'connect_failed', message: 'The connection was reset' })
})

test('a handshake that nobody answers is given up before a long deadline', async () => {
  const server = await startRawServer(() => {})
  const result = await new Promise(resolve => {
    const route = { secure: true, hostname: '127.0.0.1', port: server.port, addresses: [] }
    openSocket({ ...route, mayConnect: () => true }, undefined, resolve, 50)
  })
  expect(result).toMatchObject({ code: 'tls_failed', message: 'The TLS handshake failed' })
})

test('a proxy in the environment is ignored', async () => {
  const proxy = await startRawServer(socket => socket.write(ok('proxy')))
  const server = await startRawServer(socket => socket.write(ok('target')))
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.origin)
  vi.stubEnv('NODE_USE_ENV_PROXY', '1')
  const reply = await startSender({ allow: loopback }).send(request(server.origin))
  vi.unstubAllEnvs()
  expect(reply).toMatchObject({ body: Buffer.from('target') })
  expect(proxy.connectionCount).toBe(0)
})
