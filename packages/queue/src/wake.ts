import type { Pool, Sql } from '@prikke/schema'
import postgres from 'postgres'
import { firstRetryMs, longestRetryMs } from './retry-span.ts'

/** A NOTIFY name. A notification is a hint to look: losing one costs a poll interval, never work. */
export type Topic = 'jobs' | 'executions' | 'alerts' | 'mails' | 'events'

const channelOf = (topic: Topic) => `prikke_${topic}`
const heartbeatMs = 10_000
const heartbeatAnswerMs = 5_000

/** Tells every listener of the topic to look; inside a transaction, when it commits. */
export async function wake(sql: Sql, topic: Topic, payload = ''): Promise<void> {
  await sql`select pg_notify(${channelOf(topic)}, ${payload})`
}

export type Listener = { close: () => Promise<void> }

/** Told by a loop when a round began or ended, and when one did what it is for. */
export type Pulse = { turn: () => void; succeed: () => void }

/**
 * Hears topics on one connection of its own, for as long as the process lives. Notifications of a
 * gap are lost, so `onGap` is called after every connect: look for yourself then. A connection that
 * does not bring back its own heartbeat within 5 s is given up, as is one that closes.
 */
export function listen(
  pool: Pool,
  topics: { [T in Topic]?: (payload: string) => void },
  onGap: () => void = () => {},
  pulse?: Pulse,
): Listener {
  const closing = new AbortController()
  const done = keepListening(pool, topics, onGap, closing.signal, pulse)
  return {
    close: () => {
      closing.abort()
      return done
    },
  }
}

async function keepListening(
  pool: Pool,
  topics: { [T in Topic]?: (payload: string) => void },
  onGap: () => void,
  closing: AbortSignal,
  pulse?: Pulse,
): Promise<void> {
  const hearers = new Map(
    Object.entries(topics).map(([topic, hear]) => [channelOf(topic as Topic), hear]),
  )
  let retryMs = firstRetryMs
  while (!closing.aborted) {
    pulse?.turn()
    const lost = new AbortController()
    // postgres.js takes onnotify, but its types do not name it.
    const hooks: object = {
      onclose: () => lost.abort(),
      onnotify: (channel: string, payload: string) => hearers.get(channel)?.(payload),
    }
    const client = postgres({ ...connectionOf(pool), ...hooks })
    try {
      const listening = client.unsafe([...hearers.keys()].map(name => `listen ${name}`).join('; '))
      await inTime(listening, closing)
      retryMs = firstRetryMs
      pulse?.succeed()
      onGap()
      await beat(client, hearers, AbortSignal.any([closing, lost.signal]), pulse)
    } catch {
      // The database is away: polling carries on meanwhile, and this loop comes back.
    } finally {
      await client.end({ timeout: 0 }).catch(() => {})
    }
    await sleep(retryMs, closing)
    retryMs = Math.min(longestRetryMs, retryMs * 2)
  }
}

/** A connection that swallows what it is sent would be waited for without end. */
async function inTime<T>(answer: Promise<T>, closing: AbortSignal): Promise<T> {
  const late = sleep(heartbeatAnswerMs, closing).then(() => {
    throw new Error('no answer in time')
  })
  late.catch(() => {})
  return await Promise.race([answer, late])
}

/** Sends itself a heartbeat until one does not come back, or the connection ends. */
async function beat(
  client: postgres.Sql,
  hearers: Map<string, (payload: string) => void>,
  ended: AbortSignal,
  pulse?: Pulse,
): Promise<void> {
  const own = `prikke_beat_${crypto.randomUUID().replaceAll('-', '')}`
  await client.unsafe(`listen ${own}`)
  while (!ended.aborted) {
    await sleep(heartbeatMs, ended)
    if (ended.aborted) return
    const answer = new Promise<void>(resolve => {
      hearers.set(own, () => resolve())
    })
    await inTime(Promise.all([client`select pg_notify(${own}, '')`, answer]), ended)
    pulse?.succeed()
  }
}

function connectionOf(pool: Pool) {
  const { host, port, database, user, pass, ssl, connection } = pool.sql.options
  return {
    host: host[0] ?? '127.0.0.1',
    port: port[0] ?? 5432,
    database,
    username: user,
    ...(pass === null ? {} : { password: pass }),
    ssl,
    max: 1,
    fetch_types: false,
    connect_timeout: heartbeatAnswerMs / 1_000,
    answer_timeout: heartbeatAnswerMs / 1_000,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { ...connection, application_name: `${connection.application_name}-listener` },
  }
}

function sleep(ms: number, until: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (until.aborted) return resolve()
    const timer = setTimeout(finish, ms)
    function finish() {
      clearTimeout(timer)
      until.removeEventListener('abort', finish)
      resolve()
    }
    until.addEventListener('abort', finish)
  })
}
