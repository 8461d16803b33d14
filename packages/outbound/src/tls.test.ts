import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ok } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

function pem(name: string): string {
  return readFileSync(new URL(`../test/certificates/${name}`, import.meta.url), 'utf8')
}

async function startTlsServer(certificate: string) {
  const server = createServer({ cert: pem(certificate), key: pem('server.key') })
  const state = { port: 0, sessionsReused: [] as boolean[], names: [] as unknown[] }
  const sockets = new Set<TLSSocket>()
  server.on('secureConnection', socket => {
    sockets.add(socket.on('error', () => {}))
    state.sessionsReused.push(socket.isSessionReused())
    state.names.push(socket.servername)
    socket.on('data', () => socket.end(ok('secret', 'connection: close\r\n')))
  })
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  state.port = (server.address() as AddressInfo).port
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return state
}

const resolver = { resolve: async () => ({ ok: true as const, addresses: ['127.0.0.1'] }) }
const authorities = getCACertificates('default')

describe('over TLS', () => {
  beforeAll(() => setDefaultCACertificates([...authorities, pem('authority.pem')]))
  afterAll(() => setDefaultCACertificates(authorities))

  test('a target with a valid certificate is called by its name', async () => {
    const server = await startTlsServer('valid.pem')
    const sender = startSender({ resolver })
    const reply = await sender.send(request(`https://target.test.:${server.port}/`))
    expect(reply).toMatchObject({ statusCode: 200, body: Buffer.from('secret') })
    expect(reply.timings.tlsMs).toBeGreaterThan(0)
    expect(server.names).toEqual(['target.test'])
  })

  test('a session is resumed on the next connection', async () => {
    const server = await startTlsServer('valid.pem')
    const sender = startSender({ resolver })
    for (let i = 0; i < 2; i += 1) {
      await sender.send(request(`https://target.test:${server.port}/`))
    }
    expect(server.sessionsReused).toEqual([false, true])
  })

  test.each([
    ['expired.pem', 'The certificate has expired'],
    ['other-host.pem', 'The certificate is not for this host'],
    ['self-signed.pem', 'The certificate is self-signed'],
  ])('%s is tls_failed, and nothing is sent', async (certificate, message) => {
    const server = await startTlsServer(certificate)
    const sender = startSender({ resolver })
    const reply = await sender.send(request(`https://target.test:${server.port}/`))
    expect(reply).toMatchObject({ kind: 'error', code: 'tls_failed', message })
  })

  test('a name is required, so an address with the certificate of a name is tls_failed', async () => {
    const server = await startTlsServer('valid.pem')
    const reply = await startSender().send(request(`https://127.0.0.1:${server.port}/`))
    expect(verdict(reply)).toBe('tls_failed')
  })
})
