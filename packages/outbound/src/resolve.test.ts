import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createResolver } from './resolve.ts'

type Records = { a?: string[]; aaaa?: string[]; code?: number; silent?: boolean; ttl?: number }

/** A name server on loopback that knows the given names; it counts the questions per name. */
async function startNameServer(names: Record<string, Records>) {
  const questions: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, peer) => {
    const { name, end } = readName(message)
    const isV6 = message.readUInt16BE(end) === 28
    questions.push(name)
    const known = names[name]
    if (known?.silent === true) return
    const addresses = (isV6 ? known?.aaaa : known?.a) ?? []
    const records = addresses.map(address => record(address, known?.ttl ?? 60))
    const header = Buffer.from(message.subarray(0, 12))
    header.writeUInt16BE(0x8180 | (known === undefined ? 3 : (known.code ?? 0)), 2)
    header.writeUInt16BE(records.length, 6)
    header.writeUInt32BE(0, 8)
    socket.send(Buffer.concat([header, message.subarray(12, end + 4), ...records]), peer.port)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => {
    socket.close()
  })
  return { questions, servers: [`127.0.0.1:${socket.address().port}`] }
}

function readName(message: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function record(address: string, ttl: number): Buffer {
  const bytes = address.includes(':')
    ? Buffer.from(
        address
          .split(':')
          .map(part => part.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(address.split('.').map(Number))
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(address.includes(':') ? 28 : 1, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(ttl, 6)
  head.writeUInt16BE(bytes.length, 10)
  return Buffer.concat([head, bytes])
}

const v6 = '2606:4700:0:0:0:0:0:1'

describe('a resolver', () => {
  test('gives every address of both families', async () => {
    const { servers } = await startNameServer({
      'a.test': { a: ['1.1.1.1', '10.0.0.1'], aaaa: [v6] },
    })
    const answer = await createResolver({ systemNames: false, servers }).resolve('a.test')
    expect(answer).toEqual({ ok: true, addresses: ['1.1.1.1', '10.0.0.1', '2606:4700::1'] })
  })

  test('is content with one family', async () => {
    const { servers } = await startNameServer({
      'a.test': { a: ['1.1.1.1'] },
      'b.test': { aaaa: [v6] },
    })
    const resolver = createResolver({ systemNames: false, servers })
    expect(await resolver.resolve('a.test')).toEqual({ ok: true, addresses: ['1.1.1.1'] })
    expect(await resolver.resolve('b.test')).toEqual({ ok: true, addresses: ['2606:4700::1'] })
  })

  test('says that a name does not exist, or that the servers did not help', async () => {
    const { servers } = await startNameServer({
      empty: {},
      broken: { code: 2 },
      slow: { silent: true },
    })
    const resolver = createResolver({ systemNames: false, servers, timeoutMs: 100 })
    const absent = { ok: false, message: 'The name of the host does not exist' }
    const failed = { ok: false, message: 'The name of the host could not be resolved' }
    expect(await resolver.resolve('nowhere.test')).toEqual(absent)
    expect(await resolver.resolve('empty')).toEqual(absent)
    expect(await resolver.resolve('broken')).toEqual(failed)
    expect(await resolver.resolve('slow')).toEqual(failed)
    expect(await resolver.resolve(`${'x'.repeat(64)}.test`)).toMatchObject({ ok: false })
  })

  test('asks once for questions at the same time and for those soon after', async () => {
    const { servers, questions } = await startNameServer({ 'a.test': { a: ['1.1.1.1'] } })
    const resolver = createResolver({ systemNames: false, servers })
    await Promise.all([resolver.resolve('a.test'), resolver.resolve('a.test')])
    await resolver.resolve('a.test')
    await resolver.resolve('nowhere.test')
    await resolver.resolve('nowhere.test')
    expect(questions.toSorted()).toEqual(['a.test', 'a.test', 'nowhere.test', 'nowhere.test'])
  })

  test('forgets the oldest names first', async () => {
    const { servers, questions } = await startNameServer({})
    const resolver = createResolver({ systemNames: false, servers })
    const names = Array.from({ length: 1_001 }, (_, index) => `n${index}.test`)
    for (const name of names) await resolver.resolve(name)
    questions.length = 0
    await resolver.resolve('n1000.test')
    expect(questions).toEqual([])
    await resolver.resolve('n0.test')
    expect(questions).toEqual(['n0.test', 'n0.test'])
  })

  test('knows the names of this machine only when private targets are allowed', async () => {
    const { servers } = await startNameServer({})
    const open = createResolver({ systemNames: true, servers })
    const strict = createResolver({ systemNames: false, servers })
    const answer = await open.resolve('localhost')
    expect(answer.ok && answer.addresses).toContain('127.0.0.1')
    expect((await strict.resolve('localhost')).ok).toBe(false)
  })
})
