import { expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'
import type { Watch } from './reply.ts'
import type { Resolver } from './resolve.ts'

/** Notes in order what it is told. */
function notes() {
  const told: string[] = []
  const watch: Watch = {
    onPhase: phase => told.push(phase),
    onConnected: address => told.push(address),
  }
  return { told, watch }
}

const toLoopback: Resolver = { resolve: async () => ({ ok: true, addresses: ['127.0.0.1'] }) }

test('who watches a request is told of each phase as it begins, and of the address', async () => {
  let answer = () => {}
  const server = await startRawServer(socket => {
    answer = () => socket.write(ok('done'))
  })
  const { told, watch } = notes()
  const sender = startSender({ resolver: toLoopback })
  const sent = sender.send(request(`http://target.example:${server.port}/`, { watch }))
  await expect.poll(() => told).toEqual(['resolving', 'connecting', '127.0.0.1', 'waiting'])
  await expect.poll(() => server.received).toContain('\r\n\r\n')
  answer()
  expect(verdict(await sent)).toBe(200)
  expect(told.at(-1)).toBe('receiving')
})

test('a phase that does not take place is not told of: a connection is used again', async () => {
  const server = await startRawServer(socket => socket.write(ok('done')))
  const sender = startSender()
  await sender.send(request(server.origin))
  const { told, watch } = notes()
  await sender.send(request(server.origin, { watch }))
  expect(told).toEqual(['waiting', 'receiving'])
})

test('who watched one request hears nothing of the next on its connection', async () => {
  const server = await startRawServer(socket => socket.write(ok('done')))
  const sender = startSender()
  const { told, watch } = notes()
  await sender.send(request(server.origin, { watch }))
  const before = [...told]
  await sender.send(request(server.origin))
  expect(told).toEqual(before)
})

test('no address is told of a target that may not be called', async () => {
  const { told, watch } = notes()
  const turning: Resolver = { resolve: async () => ({ ok: true, addresses: ['10.0.0.1'] }) }
  const reply = await startSender({ resolver: turning }).send(
    request('http://target.example/', { watch }),
  )
  expect(verdict(reply)).toBe('blocked_address')
  expect(told).toEqual(['resolving'])
})
