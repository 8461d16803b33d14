import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { withPeers } from './readiness.ts'

async function peer(name: string, status: number) {
  const server = createServer((_, response) => response.writeHead(status).end())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  return { name, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('ready only when every peer is, and it says which is not', async () => {
  const [scheduler, executor] = [await peer('scheduler', 200), await peer('executor', 503)]
  const own = { ready: true, migrationCount: 1 }
  expect(await withPeers(own, [])).toEqual(own)
  expect(await withPeers(own, [scheduler])).toEqual({ ...own, peers: { scheduler: true } })
  expect(await withPeers(own, [scheduler, executor])).toEqual({
    ...own,
    ready: false,
    peers: { scheduler: true, executor: false },
  })
  const gone = { name: 'notifier', url: 'http://127.0.0.1:1' }
  expect(await withPeers({ ready: false }, [scheduler, gone])).toMatchObject({
    ready: false,
    peers: { notifier: false },
  })
})
