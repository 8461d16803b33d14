import { openDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test } from 'vitest'
import { createAnnouncer, type Hint, parseHints } from './announce.ts'
import { type Listener, listen, wake } from './wake.ts'

/** A value that arrives later; the test's own timeout is its deadline. */
function inbox<T>() {
  const kept: T[] = []
  let take: ((value: T) => void) | null = null
  return {
    put: (value: T) => {
      if (take === null) kept.push(value)
      else take(value)
      take = null
    },
    next: () =>
      new Promise<T>(resolve => {
        const value = kept.shift()
        if (value === undefined) take = resolve
        else resolve(value)
      }),
  }
}

const closeAfterwards = (listener: Listener) => onTestFinished(() => listener.close())

test('a notification reaches its topic and no other', async () => {
  const { pool } = await openDatabase()
  const jobs = inbox<string>()
  const connected = inbox<true>()
  closeAfterwards(listen(pool, { jobs: jobs.put }, () => connected.put(true)))
  await connected.next()
  await wake(pool.sql, 'executions', 'not for us')
  await wake(pool.sql, 'jobs', 'for us')
  expect(await jobs.next()).toBe('for us')
})

test('a notification sent in a transaction is heard when it commits', async () => {
  const { pool } = await openDatabase()
  const heard = inbox<string>()
  const connected = inbox<true>()
  closeAfterwards(listen(pool, { jobs: heard.put }, () => connected.put(true)))
  await connected.next()
  await expect(
    pool.transaction(async tx => {
      await wake(tx.sql, 'jobs', 'rolled back')
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await pool.transaction(tx => wake(tx.sql, 'jobs', 'committed'))
  expect(await heard.next()).toBe('committed')
})

test('a listener whose connection is ended comes back and looks for itself', async () => {
  const { pool } = await openDatabase()
  const heard = inbox<string>()
  const connected = inbox<true>()
  closeAfterwards(listen(pool, { jobs: heard.put }, () => connected.put(true)))
  await connected.next()
  const ended = await pool.sql`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-listener'`
  expect(ended.length).toBeGreaterThan(0)
  await connected.next()
  await wake(pool.sql, 'jobs', 'back again')
  expect(await heard.next()).toBe('back again')
})

test('hints are collected and name each organization once; garbage is no hint', async () => {
  const { pool } = await openDatabase()
  const heard = inbox<Hint[]>()
  const connected = inbox<true>()
  closeAfterwards(
    listen(pool, { events: payload => heard.put(parseHints(payload)) }, () => connected.put(true)),
  )
  await connected.next()
  const announcer = createAnnouncer(pool.sql)
  for (let n = 0; n < 100; n++) announcer.touch('executions', `o${n % 2}`)
  for (let n = 0; n < 100; n++) announcer.touch('jobs', `o${n}`)
  await announcer.close()
  expect(await heard.next()).toEqual([
    { type: 'executions', organizations: ['o0', 'o1'] },
    { type: 'jobs', organizations: '*' },
  ])
  expect(parseHints('{')).toEqual([])
  expect(parseHints('7')).toEqual([])
})
