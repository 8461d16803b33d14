import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePorts, mustBeFree } from './ports.ts'

async function occupy(port: number, host: string) {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return server
}

test('free ports are distinct and can be listened on', async () => {
  const ports = await freePorts(5)
  expect(new Set(ports).size).toBe(5)
  await Promise.all(ports.map(port => occupy(port, '127.0.0.1')))
})

test.each(['127.0.0.1', '::1'])('a port in use on %s is refused with a way out', async host => {
  const [port = 0] = await freePorts(1)
  await mustBeFree(port, '127.0.0.1', 0)
  await occupy(port, host)
  await expect(mustBeFree(port, '127.0.0.1', 0)).rejects.toThrow(
    `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1}`,
  )
})

test('a port that is being left is waited for', async () => {
  const [port = 0] = await freePorts(1)
  const server = await occupy(port, '127.0.0.1')
  const free = mustBeFree(port, '127.0.0.1', 10_000)
  server.close()
  await free
})

test('an address that is not of this machine is refused', async () => {
  await expect(mustBeFree(4000, '192.0.2.1', 0)).rejects.toThrow(/cannot listen on 192\.0\.2\.1/)
})
