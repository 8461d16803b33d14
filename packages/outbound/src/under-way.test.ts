import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { ok, startRawServer } from '../test/raw-server.ts'
import { request, startSender, verdict } from '../test/sending.ts'

/** A server that answers when told to, and says when so many requests have come. */
async function startWaiting(count: number) {
  const arrived = Promise.withResolvers<void>()
  const waiting: Array<() => void> = []
  const { origin } = await startRawServer(socket => {
    waiting.push(() => socket.write(ok('')))
    if (waiting.length === count) arrived.resolve()
  })
  return { origin, arrived: arrived.promise, waiting }
}

test('all that is under way with a signal shares one listener, gone with the last', async () => {
  const { origin, arrived, waiting } = await startWaiting(2)
  const { signal } = new AbortController()
  const sender = startSender()
  const sent = [1, 2].map(() => sender.send(request(origin, { signal })))
  await arrived
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  waiting[0]?.()
  await Promise.race(sent)
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  waiting[1]?.()
  await Promise.all(sent)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a signal gives up all of its own and nothing else', async () => {
  const { origin, arrived, waiting } = await startWaiting(4)
  const [mine, other] = [new AbortController(), new AbortController()]
  const sender = startSender()
  const given = [mine, mine, other].map(({ signal }) => ({ signal }))
  const sent = [...given, {}].map(changes => sender.send(request(origin, changes)))
  await arrived
  mine.abort()
  expect((await Promise.all(sent.slice(0, 2))).map(verdict)).toEqual(['aborted', 'aborted'])
  for (const answer of waiting) answer()
  expect((await Promise.all(sent.slice(2))).map(verdict)).toEqual([200, 200])
})
