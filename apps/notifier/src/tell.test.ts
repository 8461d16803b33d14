import { createSender } from '@prikke/outbound'
import { alertSource, createAnnouncer, enqueueTestAlert, listen, wake, work } from '@prikke/queue'
import { channels as channelTable, type Pool } from '@prikke/schema'
import { makeOrganization, openDatabase } from '@prikke/schema/test'
import { createLog } from '@prikke/service'
import { createVault, places } from '@prikke/vault'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readAlert, storeAlerts } from '../test/alerts.ts'
import { openHttpSink } from '../test/http-sink.ts'
import { createChannels } from './channels.ts'
import { logMailer } from './mailer.ts'
import { tell } from './tell.ts'

const withinMs = { timeout: 10_000, interval: 10 }
// The deadline of the wait is to speak first.
vi.setConfig({ testTimeout: 30_000 })

const vault = createVault([Buffer.alloc(32, 7)])

/** A notifier in this process. It is stopped, at once, when the test is over. */
function startWorker(pool: Pool, name: string, allow = ['127.0.0.0/8']) {
  const announcer = createAnnouncer(pool.sql)
  const sender = createSender({ allow, ownPorts: [] })
  const mailer = logMailer(createLog('test', 'silent'))
  const channels = createChannels({
    sender,
    mailer,
    appUrl: 'https://prikke.example',
    version: '1',
  })
  const loop = work({
    source: alertSource(pool, name, announcer),
    concurrency: 20,
    handle: (alert, abort) => tell(alert, { channels, vault }, abort),
    listen: wakeUp => listen(pool, { alerts: wakeUp }, wakeUp),
    report: () => {},
  })
  let stopped: Promise<void> | null = null
  const stop = (graceMs: number) => {
    stopped ??= loop.stop(graceMs).then(async () => {
      await sender.close()
      await announcer.close()
    })
    return stopped
  }
  onTestFinished(() => stop(0))
  return { stop }
}

async function open() {
  const { pool } = await openDatabase()
  return { pool, organizationId: await makeOrganization(pool) }
}

async function storeOne(pool: Pool, organizationId: string, target: string): Promise<string> {
  const [id] = await storeAlerts(pool, organizationId, [{ kind: 'webhook', target }])
  return id as string
}

async function untilStatus(pool: Pool, id: string, status: string) {
  await expect.poll(async () => (await readAlert(pool, id)).status, withinMs).toBe(status)
  return readAlert(pool, id)
}

describe('an alert', () => {
  test('is sent and its answer kept', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 202, body: 'thank you' }))
    const id = await storeOne(pool, organizationId, sink.url)
    startWorker(pool, 'one')
    expect(await untilStatus(pool, id, 'sent')).toMatchObject({
      attempt: 1,
      statusCode: 202,
      answer: 'thank you',
      worker: 'one',
    })
  })

  test('is tried eight times with the same id, each later than the one before, then dead', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 500, body: 'out of order' }))
    const id = await storeOne(pool, organizationId, sink.url)
    startWorker(pool, 'one')
    const waits: number[] = []
    for (let attempt = 1; attempt < 8; attempt++) {
      const settled = async () => {
        const { attempt, worker, answer } = await readAlert(pool, id)
        return { attempt, worker, answer }
      }
      const waiting = { attempt, worker: null, answer: 'out of order' }
      await expect.poll(settled, withinMs).toEqual(waiting)
      waits.push((await readAlert(pool, id)).dueInMs)
      await pool.sql`update alerts set ready_at = date_trunc('milliseconds', now()) where id = ${id}`
      await wake(pool.sql, 'alerts')
    }
    expect(await untilStatus(pool, id, 'dead')).toMatchObject({
      attempt: 8,
      statusCode: 500,
      answer: 'Given up after 8 tries: out of order',
    })
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits[0]).toBeGreaterThan(8_000)
    expect(sink.received).toHaveLength(8)
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([id]),
    )
  })

  test('waits as long as Retry-After says', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    const id = await storeOne(pool, organizationId, sink.url)
    startWorker(pool, 'one')
    await expect.poll(async () => (await readAlert(pool, id)).statusCode, withinMs).toBe(429)
    const { dueInMs } = await readAlert(pool, id)
    expect(dueInMs).toBeGreaterThan(3_590_000)
    expect(dueInMs).toBeLessThanOrEqual(3_600_000)
  })

  test.each(['webhook', 'slack', 'discord'] as const)(
    'to a blocked address by %s is dead at once with the plain reason, and nothing is sent',
    async kind => {
      const { pool, organizationId } = await open()
      const sink = await openHttpSink(() => ({ status: 200 }))
      const [id] = await storeAlerts(pool, organizationId, [{ kind, target: sink.url }])
      startWorker(pool, 'one', [])
      expect(await untilStatus(pool, id as string, 'dead')).toMatchObject({
        attempt: 1,
        statusCode: null,
        answer: 'The URL leads to a private or reserved address, which may not be called',
      })
      expect(sink.received).toEqual([])
    },
  )

  test.each([
    [200, 'ok', 'sent'],
    [500, 'out of order', 'dead'],
    [404, 'no_team', 'dead'],
  ])('that tests a channel answering %i is tried once: %s, %s', async (status, body, became) => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status, body }))
    const channel = { organizationId, kind: 'slack' as const, name: 'ops', target: sink.url }
    const [made] = await pool.db
      .insert(channelTable)
      .values(channel)
      .returning({ id: channelTable.id })
    startWorker(pool, 'one')
    const id = await enqueueTestAlert(pool, made?.id ?? '')
    expect(await untilStatus(pool, id, became)).toMatchObject({
      attempt: 1,
      statusCode: status,
      answer: body,
    })
    expect(sink.received).toHaveLength(1)
  })

  test('of a worker that was lost is sent by another', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 200 }))
    const id = await storeOne(pool, organizationId, sink.url)
    const announcer = createAnnouncer(pool.sql)
    const lost = alertSource(pool, 'lost', announcer)
    const { items } = await lost.claim(1)
    expect(items.map(item => item.id)).toEqual([id])
    startWorker(pool, 'other')
    await pool.sql`update alerts set ready_at = date_trunc('milliseconds', now()) - interval '1 second' where id = ${id}`
    await wake(pool.sql, 'alerts')
    const sent = await untilStatus(pool, id, 'sent')
    expect(sent).toMatchObject({ attempt: 2, worker: 'other' })
    expect(sink.received).toHaveLength(1)
  })

  test('under way when the grace is over is given back, and sent by the next', async () => {
    const { pool, organizationId } = await open()
    const arrived = Promise.withResolvers<void>()
    let patient = true
    const sink = await openHttpSink(() => {
      arrived.resolve()
      return patient ? null : { status: 200 }
    })
    const id = await storeOne(pool, organizationId, sink.url)
    const first = startWorker(pool, 'first')
    await arrived.promise
    await first.stop(0)
    const given = await readAlert(pool, id)
    expect(given).toMatchObject({ status: 'pending', worker: null, statusCode: null })
    expect(given.dueInMs).toBeLessThanOrEqual(0)
    patient = false
    startWorker(pool, 'second')
    expect(await untilStatus(pool, id, 'sent')).toMatchObject({ worker: 'second' })
  })
})

test('two notifiers side by side send 200 alerts, each exactly once', async () => {
  const { pool, organizationId } = await open()
  const sink = await openHttpSink(() => ({ status: 200 }))
  const values = Array.from({ length: 200 }, () => ({ kind: 'webhook' as const, target: sink.url }))
  const ids = await storeAlerts(pool, organizationId, values)
  startWorker(pool, 'one')
  startWorker(pool, 'two')
  const count = async () => {
    const [row] = await pool.sql<{ count: number; workers: number }[]>`
      select count(*)::int as count, count(distinct worker)::int as workers
      from alerts where status = 'sent' and attempt = 1`
    return row
  }
  await expect.poll(count, withinMs).toEqual({ count: 200, workers: 2 })
  const told = sink.received.map(({ headers }) => headers['webhook-id'])
  expect(told.sort()).toEqual([...ids].sort())
})

describe('a sealed URL', () => {
  /** A channel as the api stores it, and a test of it that waits. */
  async function channelTo(pool: Pool, organizationId: string, url: string, by = vault) {
    const [ids] = await pool.sql<{ id: string }[]>`select uuidv7() as id`
    const id = ids?.id ?? ''
    const sealedUrl = by.seal(url, places.channelUrl(id))
    const row = { id, organizationId, kind: 'webhook' as const, name: 'ops', target: 'http://…' }
    await pool.db.insert(channelTable).values({ ...row, sealedUrl })
    return { channelId: id, alertId: await enqueueTestAlert(pool, id) }
  }

  test('is opened from the alert alone, and is gone from it once that is sent', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 200 }))
    const { alertId } = await channelTo(pool, organizationId, `${sink.url}/hook`)
    await pool.sql`delete from channels`
    startWorker(pool, 'one')
    await untilStatus(pool, alertId, 'sent')
    expect(sink.received.map(({ path }) => path)).toEqual(['/hook'])
    const [row] = await pool.sql`select target, sealed_url, sealed_for from alerts`
    expect(row).toEqual({ target: 'http://…', sealed_url: null, sealed_for: null })
  })

  test('is left out of an answer that repeats it', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(({ path }) => ({ status: 404, body: `Cannot POST ${path}` }))
    const path = '/services/T0A1B2C3/x7Qz81mN0pKd?token=3kf9Aq2LsX0p'
    const { alertId } = await channelTo(pool, organizationId, `${sink.url}${path}`)
    startWorker(pool, 'one')
    const { answer } = await untilStatus(pool, alertId, 'dead')
    expect(answer).toBe('Cannot POST [secret]')
  })

  test('of another key is tried again later; one that was changed is not', async () => {
    const { pool, organizationId } = await open()
    const sink = await openHttpSink(() => ({ status: 200 }))
    const [id = ''] = await storeAlerts(pool, organizationId, [
      { kind: 'webhook', target: 'http://…' },
    ])
    const foreign = createVault([Buffer.alloc(32, 8)])
    const set = (sealed: string) => pool.sql`
      update alerts set sealed_url = ${sealed}, sealed_for = id where id = ${id}`
    await set(foreign.seal(sink.url, places.channelUrl(id)))
    startWorker(pool, 'one')
    await expect
      .poll(async () => (await readAlert(pool, id)).answer, withinMs)
      .toBe('Sealed under another key')
    expect(await readAlert(pool, id)).toMatchObject({ status: 'pending', attempt: 1 })
    await set(vault.seal(sink.url, places.channelUrl(organizationId)))
    await pool.sql`update alerts set ready_at = date_trunc('milliseconds', now())`
    await wake(pool.sql, 'alerts')
    expect((await untilStatus(pool, id, 'dead')).answer).toMatch(/could not be opened/)
    expect(sink.received).toEqual([])
  })
})
