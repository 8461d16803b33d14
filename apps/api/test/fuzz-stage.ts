import { alertSource, listen, work } from '@prikke/queue'
import { apiKeys, members, users } from '@prikke/schema'
import { onTestFinished } from 'vitest'
import { newApiKey } from '../src/auth/api-keys.ts'
import { hashPassword } from '../src/auth/passwords.ts'
import { answerSelfTests } from './answer-self-tests.ts'
import { credentials, liveJob } from './as-meant.ts'
import { isByToken, setFuzzPeople } from './fuzz-people.ts'
import { createLiveMail } from './live-mail.ts'
import type { OddId, OddRequest } from './odd-requests.ts'
import { type Call, openApi } from './open-api.ts'
import { makeSomebody } from './people.ts'
import { makeJob, makePast } from './samples.ts'
import { createCaller, serve, type WireRequest } from './wire.ts'

type People = Awaited<ReturnType<typeof setFuzzPeople>>
type Side = { organizationId: string; userId: string; call: Call; key: string; people: People }
type Table = 'jobs' | 'executions' | 'keys' | 'channels' | 'replays'
type Resource = Table | 'sessions' | keyof People['sources']

const tables: Record<Table, string> = {
  jobs: 'jobs',
  executions: 'executions',
  keys: 'api_keys',
  channels: 'channels',
  replays: 'replays',
}
/** So many requests may pass before it is looked up anew which ids there are. */
const lookAgainAfter = 15
const fewest = 25

/** The api with two organizations in it, and somebody who settles alerts. */
export async function setFuzzStage() {
  const api = await openApi({ limitFactor: 100_000, planLimits: true })
  const { pool, services } = api
  /** What went wrong beside the api: it may be the reason of a late answer. */
  const troubles: string[] = []
  const [ours, theirs] = [await enter(credentials.email), await enter('other@example.com')]
  const { port } = await serve(api.app)
  const notifier = startNotifier()
  onTestFinished(() => notifier.stop(1_000))
  answerSelfTests(pool)

  async function enter(email: string): Promise<Side> {
    const { call, organization, user } = await api.person(email)
    const organizationId = organization.id
    // Most of what is asked for would be more than Free allows.
    await call('PUT', `/api/organizations/${organizationId}/tier`, { body: { tier: 'pro' } })
    const made = await call('POST', '/api/keys', { body: { name: 'caller' } })
    const people = await setFuzzPeople(api, { organizationId, call })
    return { organizationId, userId: user.id, call, key: made.body.key, people }
  }

  function startNotifier() {
    const touch = (type: 'alerts', organizationId: string) =>
      services.hub.publish([{ type, organizations: [organizationId] }])
    return work({
      source: alertSource(pool, 'fuzz', { touch, close: async () => {} } as never),
      concurrency: 4,
      handle: async () => ({
        outcome: { kind: 'sent' as const, statusCode: 200, answer: 'fine' },
        startedAt: performance.now(),
        endedAt: performance.now(),
      }),
      listen: wakeUp => listen(pool, { alerts: wakeUp }),
      report: event => {
        if ('error' in event) troubles.push(`${event.type}: ${event.error}`)
      },
    })
  }

  const known = new Map<string, { ids: string[]; uses: number }>()

  async function idsOf(side: Side, resource: Resource): Promise<string[]> {
    const name = `${side.organizationId} ${resource}`
    const entry = known.get(name)
    if (entry !== undefined && entry.uses++ < lookAgainAfter) return entry.ids
    let ids = await readIds(side, resource)
    for (let missing = fewest - ids.length; missing > 0; missing--) await add(side, resource)
    ids = await readIds(side, resource)
    known.set(name, { ids, uses: 0 })
    return ids
  }

  async function readIds(side: Side, resource: Resource): Promise<string[]> {
    const { organizationId, userId, key, people } = side
    const [keyId = ''] = key.split('.')
    const { sql } = pool
    if (isOfPeople(resource)) return await people.sources[resource].ids()
    if (resource === 'sessions') {
      // The oldest is the one with which the stage itself calls.
      const own = await sql<{ id: string }[]>`
        select public_id as id from sessions
        where user_id = ${userId} order by public_id offset 1 limit 50`
      return own.map(row => row.id)
    }
    const spared = resource === 'keys' ? sql`and key_id <> ${keyId}` : sql``
    const alive =
      resource === 'executions' ? sql`and status in ('pending', 'success', 'failed')` : sql``
    const rows = await sql<{ id: string }[]>`
      select id from ${sql(tables[resource])}
      where organization_id = ${organizationId} ${spared} ${alive} order by random() limit 50`
    return rows.map(row => row.id)
  }

  async function add(side: Side, resource: Resource): Promise<void> {
    const { call, organizationId, people } = side
    if (isOfPeople(resource)) return await people.sources[resource].add()
    switch (resource) {
      case 'jobs':
        await makeJob(call)
        return
      case 'channels':
        await call('POST', '/api/channels', {
          body: { address: `${crypto.randomUUID()}@example.com` },
        })
        await call('POST', '/api/channels', {
          body: { url: `https://${crypto.randomUUID()}.example.com/` },
        })
        return
      case 'sessions':
        await newSession(side.userId)
        return
      case 'replays': {
        // Only one may be under way.
        await pool.sql`
          insert into replays (organization_id, filter, total_count, finished_at, cancelled_at)
          values (${organizationId}, '{"status":["failed"]}', 1, now(), now())`
        return
      }
      case 'keys': {
        const { keyId, secretHash } = newApiKey()
        await pool.db.insert(apiKeys).values({ organizationId, keyId, secretHash, name: 'spare' })
        return
      }
      case 'executions': {
        const [jobId = ''] = await idsOf(side, 'jobs')
        const scheduledFor = new Date(Date.now() - Math.random() * 86_400_000).toISOString()
        await call('POST', `/api/jobs/${jobId}/trigger`)
        await makePast(pool, {
          organizationId,
          jobId,
          scheduledFor,
          responseBody: Buffer.from('ok'),
        })
      }
    }
  }

  async function idFor(path: string, id: OddId): Promise<string> {
    if (id.whose === 'nobody') return id.text
    const resource = path.split('/')[2] as Resource
    const isKnown = Object.hasOwn(tables, resource) || isOfPeople(resource)
    if (!isKnown && resource !== 'sessions') throw new Error(`no ids are known for ${path}`)
    const ids = await idsOf(id.whose === 'ours' ? ours : theirs, resource)
    return ids[id.pick % ids.length] ?? ''
  }

  /** Puts a job of ours where a body wants one that is there. */
  async function withJob(body: Buffer | null): Promise<Buffer | null> {
    const placeholder = `"${liveJob}"`
    if (body === null || !body.includes(placeholder)) return body
    const ids = await idsOf(ours, 'jobs')
    const id = ids[Math.floor(Math.random() * ids.length)]
    return Buffer.from(body.toString('latin1').replaceAll(placeholder, `"${id}"`), 'latin1')
  }

  const passwordHash = await hashPassword(credentials.password)
  const kept = await newPerson()
  const fillIn = createLiveMail(api, newPerson)

  async function newSession(userId: string): Promise<string> {
    const cookie = await services.sessions.create(userId, { userAgent: null, address: null })
    return cookie.split(';')[0] ?? ''
  }

  /** Somebody else of our organization, who may lose a session, an address or a password. */
  async function newPerson(): Promise<string> {
    const email = `${crypto.randomUUID()}@example.com`
    const [user] = await pool.db
      .insert(users)
      .values({ email, name: 'x', passwordHash })
      .returning({ id: users.id })
    if (user === undefined) throw new Error('nobody was made')
    const { organizationId } = ours
    await pool.db.insert(members).values({ organizationId, userId: user.id, role: 'owner' })
    return await newSession(user.id)
  }

  const sessionFor = async (path: string) => {
    // The first account of all is the operator, whose sessions may be ended by any of these.
    if (path.startsWith('/api/system') || path === '/api/sessions/{id}') {
      return await newSession(ours.userId)
    }
    if (path.startsWith('/api/organizations/')) return ours.people.founder.cookie
    return /^\/api\/(auth|me|sessions|organizations)\b/.test(path) ? await newPerson() : kept
  }

  /** An invite that stands, with who may accept it. */
  async function byToken(path: string, { id, caller }: OddRequest) {
    if (id.whose === 'nobody') return { id: id.text }
    if (id.whose === 'theirs') return { id: crypto.randomUUID() }
    if (!path.endsWith('/accept') || caller !== 'session') return { id: await ours.people.invite() }
    const { cookie, email } = await makeSomebody(api)
    const headers = { cookie, origin: services.settings.appUrl }
    return { id: await ours.people.invite(email), headers }
  }

  async function callerHeaders(caller: string, path: string): Promise<Record<string, string>> {
    switch (caller) {
      case 'apiKey':
        return { authorization: `Bearer ${ours.key}` }
      case 'stranger':
        return { authorization: `Bearer ${theirs.key}` }
      case 'session':
        return { cookie: await sessionFor(path), origin: services.settings.appUrl }
      case 'nobody':
        return {}
      default:
        return { authorization: caller }
    }
  }

  return {
    troubles,
    call: createCaller(port),
    describe: async () => (await api.call('GET', '/api/openapi.json')).body,
    /** The request as it goes out, with ids and credentials that are good now. */
    async fill(path: string, odd: OddRequest): Promise<WireRequest> {
      const own = { headers: await callerHeaders(odd.caller, path), id: '' }
      if (isByToken(odd.method, path)) Object.assign(own, await byToken(path, odd))
      else if (path.includes('{')) own.id = await idFor(path, odd.id)
      const filled = path.replace(/\{\w+\}/, () => own.id)
      return {
        method: odd.method,
        path: odd.query === '' ? filled : `${filled}?${odd.query}`,
        headers: { host: 'localhost:4000', ...own.headers, ...odd.headers },
        body: await withJob(await fillIn(odd.body)),
      }
    },
  }
}

const isOfPeople = (resource: Resource): resource is keyof People['sources'] =>
  ['organizations', 'members', 'invites'].includes(resource)
