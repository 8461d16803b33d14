import { expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

/** Nothing of this process runs meanwhile: what SIGSTOP does to it. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

test('a deadline that passed while the process stood still, with nothing sent, is no failure of the target', async () => {
  const server = await startRawServer(socket => socket.write(ok('')))
  const sender = startSender()
  const sent = sender.send(request(server.origin, { timeoutMs: 300 }))
  standStill(900)
  expect(verdict(await sent)).toBe('aborted')
  expect(verdict(await sender.send(request(server.origin)))).toBe(200)
})

test('a target that lets the deadline pass has failed, whatever the process did before', async () => {
  const server = await startRawServer(() => {})
  const sender = startSender()
  standStill(900)
  expect(verdict(await sender.send(request(server.origin, { timeoutMs: 300 })))).toBe(
    'deadline_exceeded',
  )
})
