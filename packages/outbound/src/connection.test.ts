import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Connection, IdleConnections } from './connection.ts'

const route = {
  secure: false,
  hostname: 'target.test',
  port: 80,
  addresses: ['127.0.0.1'],
  mayConnect: () => true,
}

/** One that never connects: it does so only for a request. */
function connection(): Connection {
  return new Connection('http://target.test', route)
}

function startIdle(): IdleConnections {
  const idle = new IdleConnections()
  onTestFinished(() => idle.close())
  return idle
}

describe('idle connections', () => {
  test('are taken newest first, by key, and each once', () => {
    const idle = startIdle()
    const [first, second] = [connection(), connection()]
    idle.put('a', first)
    idle.put('a', second)
    expect(idle.take('b')).toBeUndefined()
    expect([idle.take('a'), idle.take('a'), idle.take('a')]).toEqual([second, first, undefined])
    expect(second.reused).toBe(true)
  })

  test('are at most 512: for one more the oldest of all is closed', () => {
    const idle = startIdle()
    const connections = Array.from({ length: 513 }, connection)
    for (const [index, each] of connections.entries()) idle.put(`${index % 7}`, each)
    const open = connections.filter(({ client }) => !client.destroyed)
    expect(open).toEqual(connections.slice(1))
  })

  test('are closed and forgotten after some seconds without use', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const idle = startIdle()
    const [old, young] = [connection(), connection()]
    idle.put('a', old)
    vi.advanceTimersByTime(3_000)
    idle.put('a', young)
    vi.advanceTimersByTime(2_000)
    expect([old.client.destroyed, young.client.destroyed]).toEqual([true, false])
    expect([idle.take('a'), idle.take('a')]).toEqual([young, undefined])
  })

  test('are all closed in the end', () => {
    const idle = startIdle()
    const each = connection()
    idle.put('a', each)
    idle.close()
    expect(each.client.destroyed).toBe(true)
    expect(idle.take('a')).toBeUndefined()
  })
})
