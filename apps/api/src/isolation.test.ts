import type { Role } from '@prikke/contract'
import { expect, test, vi } from 'vitest'
import type { Description } from '../test/json-schema.ts'
import { appUrl, openApi } from '../test/open-api.ts'
import { makeMember } from '../test/people.ts'
import { cronJob, makeJob, makePast } from '../test/samples.ts'
import { newApiKey } from './auth/api-keys.ts'

// Every route in many ways.
vi.setConfig({ testTimeout: 60_000 })

type Api = Awaited<ReturnType<typeof openApi>>

/**
 * What another organization gets from each route: 404 where the path names something of ours, and
 * lists and sums without it. What is named by a secret opens to who holds it. A route that is not
 * here fails the test.
 */
const expected: Record<string, 404 | 'own' | 'secret'> = {
  'POST /api/auth/register': 'own',
  'POST /api/auth/login': 'own',
  'POST /api/auth/logout': 'own',
  'POST /api/auth/magic-link': 'own',
  'POST /api/auth/magic-link/verify': 'own',
  'POST /api/auth/password-reset': 'own',
  'POST /api/auth/password-reset/confirm': 'own',
  'POST /api/auth/email/confirm': 'own',
  'GET /api/instance': 'own',
  'GET /api/openapi.json': 'own',
  'GET /api/me': 'own',
  'PATCH /api/me': 'own',
  'DELETE /api/me': 'own',
  'GET /api/me/export': 'own',
  'PUT /api/me/password': 'own',
  'POST /api/me/email': 'own',
  'GET /api/sessions': 'own',
  'DELETE /api/sessions': 'own',
  'DELETE /api/sessions/{id}': 404,
  'GET /api/organizations': 'own',
  'POST /api/organizations': 'own',
  'GET /api/organizations/{id}': 404,
  'PATCH /api/organizations/{id}': 404,
  'DELETE /api/organizations/{id}': 404,
  'POST /api/organizations/{id}/restore': 404,
  'POST /api/organizations/{id}/leave': 404,
  'GET /api/organizations/{id}/export': 404,
  'PUT /api/organizations/{id}/tier': 404,
  'GET /api/usage': 'own',
  'GET /api/members': 'own',
  'PATCH /api/members/{userId}': 404,
  'DELETE /api/members/{userId}': 404,
  'GET /api/invites': 'own',
  'POST /api/invites': 'own',
  'GET /api/invites/{invite}': 'secret',
  'DELETE /api/invites/{invite}': 404,
  'POST /api/invites/{invite}/resend': 404,
  'POST /api/invites/{invite}/accept': 'secret',
  'POST /api/invites/{invite}/decline': 'secret',
  'GET /api/keys': 'own',
  'POST /api/keys': 'own',
  'POST /api/keys/{id}/rotate': 404,
  'DELETE /api/keys/{id}': 404,
  'GET /api/signing-secret': 'own',
  'POST /api/signing-secret/rotate': 'own',
  'GET /api/jobs': 'own',
  'POST /api/jobs': 'own',
  'POST /api/jobs/bulk': 'own',
  'POST /api/jobs/bulk/trigger': 'own',
  'GET /api/tags': 'own',
  'GET /api/jobs/recent': 'own',
  'GET /api/jobs/{id}': 404,
  'PATCH /api/jobs/{id}': 404,
  'DELETE /api/jobs/{id}': 404,
  'POST /api/jobs/{id}/trigger': 404,
  'GET /api/jobs/{id}/executions': 404,
  'GET /api/jobs/{id}/upcoming': 404,
  'GET /api/jobs/{id}/versions': 404,
  'PUT /api/sync': 'own',
  'POST /api/schedules/preview': 'own',
  'POST /api/test-runs': 'own',
  'POST /api/imports/preview': 'own',
  'GET /api/schedules/planned': 'own',
  'GET /api/executions': 'own',
  'GET /api/executions/count': 'own',
  'GET /api/executions/histogram': 'own',
  'GET /api/executions/{id}': 404,
  'GET /api/executions/{id}/neighbours': 404,
  'POST /api/executions/{id}/replay': 404,
  'POST /api/executions/{id}/cancel': 404,
  'POST /api/executions/cancel': 'own',
  'GET /api/replays': 'own',
  'POST /api/replays': 'own',
  'GET /api/replays/{id}': 404,
  'POST /api/replays/{id}/cancel': 404,
  'GET /api/stats': 'own',
  'GET /api/stats/series': 'own',
  'GET /api/stats/failures': 'own',
  'GET /api/stats/days': 'own',
  'GET /api/events': 'own',
  'GET /api/channels': 'own',
  'POST /api/channels': 'own',
  'GET /api/channels/{id}': 404,
  'PATCH /api/channels/{id}': 404,
  'DELETE /api/channels/{id}': 404,
  'POST /api/channels/{id}/test': 404,
  'GET /api/alerts': 'own',
  'GET /api/audit': 'own',
  'GET /api/system': 'own',
  'GET /api/system/database': 'own',
  'GET /api/system/settings': 'own',
  'POST /api/system/tests/outbound': 'own',
  'POST /api/system/tests/mail': 'own',
}

/** Bodies that the routes which name something would take, so that nothing else is refused of them. */
const bodies: Record<string, object> = {
  'PATCH /api/jobs/{id}': { name: 'Taken over' },
  'PATCH /api/channels/{id}': { name: 'Taken over' },
  'PATCH /api/organizations/{id}': { name: 'Taken over' },
  'DELETE /api/organizations/{id}': { confirm: 'Taken over' },
  'PUT /api/organizations/{id}/tier': { tier: 'pro' },
  'PATCH /api/members/{userId}': { role: 'admin' },
  'POST /api/keys/{id}/rotate': {},
  'POST /api/schedules/preview': { cronExpression: '@daily' },
  'POST /api/imports/preview': { text: '@daily curl https://example.com' },
}

/** What routes must be told to be answered at all. */
const queries: Record<string, string> = {
  'GET /api/jobs/recent': `?id=${crypto.randomUUID()}`,
  'GET /api/stats/days': `?jobId=${crypto.randomUUID()}`,
}

const leastOf = (security: Record<string, string[]>[]) =>
  security.find(way => way.session !== undefined)?.session?.[0]

/** The role in an organization; what is for operators asks for none. */
function roleOf(security: Record<string, string[]>[]): Role | undefined {
  const least = leastOf(security)
  return least === 'operator' ? undefined : (least as Role | undefined)
}

async function routesOf(api: Api) {
  const { paths } = (await api.call('GET', '/api/openapi.json')).body as Description
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, { security }]) => {
      const method = name.toUpperCase()
      const route = `${method} ${path}`
      const body = bodies[route]
      return {
        route,
        // A stream goes on; HEAD of it is judged alike.
        method: path === '/api/events' ? 'HEAD' : method,
        path: `${path}${queries[route] ?? ''}`,
        isOpen: security.length === 0,
        isRead: security.some(way => way.apiKey?.[0] === 'read'),
        role: roleOf(security),
        isForOperators: leastOf(security) === 'operator',
        sent: body === undefined ? {} : { body },
      }
    }),
  )
}

const named = (path: string, id: string) => path.replace(/\{\w+\}/, id)

test('another organization finds nothing of ours on any route', async () => {
  const api = await openApi()
  const owner = await api.person()
  const stranger = await api.person()
  const jobId = await makeJob(owner.call, { key: 'ours', tags: ['ours'] })
  const executionId = await makePast(api.pool, { organizationId: owner.organization.id, jobId })
  const waitingId = (await owner.call('POST', `/api/jobs/${jobId}/trigger`)).body.id
  const replayed = { filter: { status: ['success'] }, expectedCount: 1 }
  const replay = (await owner.call('POST', '/api/replays', { body: replayed })).body
  const key = (await owner.call('POST', '/api/keys', { body: { name: 'ours' } })).body
  const member = await makeMember(api, owner.organization.id, 'member')
  const invited = { body: { email: 'ann@example.com', role: 'member' } }
  const invite = (await owner.call('POST', '/api/invites', invited)).body
  const ids: Record<string, string[]> = {
    jobs: [jobId],
    executions: [executionId, waitingId],
    sessions: [(await owner.call('GET', '/api/sessions')).body.data[0].id],
    keys: [key.id],
    channels: [(await owner.call('GET', '/api/channels')).body.data[0].id],
    organizations: [owner.organization.id],
    members: [member.id, owner.user.id],
    invites: [invite.id],
    replays: [replay.id],
  }
  const routes = await routesOf(api)
  expect(routes.map(({ route }) => route).sort()).toEqual(Object.keys(expected).sort())
  for (const { route, method, path, sent } of routes) {
    if (expected[route] !== 404) continue
    const own = ids[path.split('/')[2] ?? '']
    if (own === undefined) throw new Error(`nothing of ours is known for ${route}`)
    for (const id of own) {
      const { status, body } = await stranger.call(method, named(path, id), sent)
      expect([route, status, body.code]).toEqual([route, 404, 'not_found'])
    }
  }

  const devices = (await stranger.call('GET', '/api/sessions')).body.data
  expect(devices.map((device: { current: boolean }) => device.current)).toEqual([true])
  const seen = []
  for (const list of ['jobs', 'executions', 'keys', 'alerts', 'invites', 'replays', 'tags']) {
    seen.push(...(await stranger.call('GET', `/api/${list}`)).body.data)
  }
  expect(seen).toEqual([])
  expect((await stranger.call('GET', '/api/members')).body.data).toHaveLength(1)
  expect((await stranger.call('GET', '/api/organizations')).body.data).toHaveLength(1)
  expect((await stranger.call('GET', `/api/executions?jobId=${jobId}`)).body.data).toEqual([])
  const counted = await stranger.call('GET', `/api/executions/count?jobId=${jobId}`)
  expect(counted.body.count).toBe(0)
  for (const action of [{ action: 'delete' }, { action: 'tag', tags: ['x'] }]) {
    const bulk = { body: { ids: [jobId], ...action } }
    expect((await stranger.call('POST', '/api/jobs/bulk', bulk)).status).toBe(404)
  }
  const run = { body: { ids: [jobId] } }
  expect((await stranger.call('POST', '/api/jobs/bulk/trigger', run)).status).toBe(404)
  const tested = { body: { url: 'https://example.com', jobId } }
  expect((await stranger.call('POST', '/api/test-runs', tested)).status).toBe(404)
  const dry = { body: { filter: { status: ['success'], jobId: [jobId] }, dryRun: true } }
  expect((await stranger.call('POST', '/api/replays', dry)).body.count).toBe(0)
  for (const filter of [{ jobId: [jobId] }, { replayId: replay.id }, {}]) {
    const cancelled = { filter, expectedCount: 10 }
    const answer = await stranger.call('POST', '/api/executions/cancel', { body: cancelled })
    expect(answer.body).toEqual({ count: 0 })
  }
  const made = await stranger.call('GET', `/api/executions?replayId=${replay.id}`)
  expect(made.body.data).toEqual([])
  const parts = await stranger.call('GET', `/api/executions/histogram?jobId=${jobId}&buckets=1`)
  expect(parts.body.buckets[0].counts.pending).toBe(0)
  const span = 'from=2026-01-01T00:00:00Z&to=2027-12-31T00:00:00Z'
  expect((await stranger.call('GET', `/api/stats?${span}`)).body.counts.success).toBe(0)
  const series = await stranger.call('GET', `/api/stats/series?${span}&jobId=${jobId}&buckets=1`)
  expect(series.body.buckets[0].counts).toMatchObject({ success: 0, pending: 0 })
  const recent = await stranger.call('GET', `/api/jobs/recent?id=${jobId}`)
  expect(recent.body.data).toEqual([])
  // Ours runs once a year.
  const nextYear = new Date(Date.now() + 366 * 86_400_000).toISOString()
  const planned = await stranger.call('GET', `/api/schedules/planned?to=${nextYear}`)
  expect(planned.body.buckets.some(({ count }: { count: number }) => count > 0)).toBe(false)
  const synced = await stranger.call('PUT', '/api/sync', {
    body: { jobs: [cronJob({ key: 'ours' })], prune: true },
  })
  expect(synced.body).toMatchObject({ created: ['ours'], deleted: [] })
  const ours = await owner.call('GET', `/api/jobs/${jobId}`)
  expect(ours.body).toMatchObject({ name: 'Nightly', version: 1, enabled: true })
  expect((await owner.call('GET', `/api/executions/${waitingId}`)).body.status).toBe('pending')
  expect((await owner.call('GET', '/api/keys')).body.data).toMatchObject([
    { id: key.id, previousExpiresAt: null },
  ])
  expect((await owner.call('GET', '/api/members')).body.data).toHaveLength(2)
  expect((await owner.call('GET', '/api/invites')).body.data).toMatchObject([{ status: 'open' }])
})

/** Every way not to be anybody, by name. */
async function badCredentials(api: Api): Promise<Record<string, Record<string, string>>> {
  const person = await api.person()
  const make = async (name: string) =>
    (await person.call('POST', '/api/keys', { body: { name } })).body as { id: string; key: string }
  const [revoked, expired, good] = [
    await make('revoked'),
    await make('expired'),
    await make('good'),
  ]
  await person.call('DELETE', `/api/keys/${revoked.id}`)
  await api.pool.sql`
    update api_keys set created_at = now() - interval '2 s', expires_at = now()
    where id = ${expired.id}`
  const [keyId = ''] = good.key.split('.')
  const [, secret = ''] = revoked.key.split('.')
  const stale = await api.person()
  await stale.call('POST', '/api/auth/logout')
  const deleted = await api.person()
  const { key: orphan } = (await deleted.call('POST', '/api/keys', { body: { name: 'k' } })).body
  const { id, name } = (await deleted.call('GET', '/api/organizations')).body.data[0]
  await deleted.call('DELETE', `/api/organizations/${id}`, { body: { confirm: name } })
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const { cookie, origin } = { cookie: stale.cookie, origin: appUrl }
  return {
    nothing: {},
    'no key at all': bearer('x'),
    'an unknown key': bearer(newApiKey().key),
    'a key with the secret of another': bearer(`${keyId}.${secret}`),
    'a revoked key': bearer(revoked.key),
    'an expired key': bearer(expired.key),
    'a key of a deleted organization': bearer(orphan),
    'a good key by another scheme': { authorization: `Basic ${good.key}` },
    'a bad key beside a good session': { ...bearer('x'), cookie: person.cookie, origin },
    'a session that was ended': { cookie, origin },
    'the hash of a session': { cookie: `prikke=${'a'.repeat(64)}`, origin },
  }
}

test('nobody gets in without a session or a key that is good, and all are told the same', async () => {
  const api = await openApi()
  const credentials = Object.entries(await badCredentials(api))
  for (const { route, method, path, isOpen, sent } of await routesOf(api)) {
    if (isOpen) continue
    const target = named(path, crypto.randomUUID())
    for (const [who, headers] of credentials) {
      const { status, body, headers: said } = await api.call(method, target, { ...sent, headers })
      const told = method === 'HEAD' ? 'unauthenticated' : body.code
      expect([route, who, status, told]).toEqual([route, who, 401, 'unauthenticated'])
      expect(said.get('www-authenticate')).toBe('Bearer')
    }
  }
})

test('of a deleted organization its members see what there is, and change nothing but restore it', async () => {
  const api = await openApi()
  const { organization, call } = await api.person()
  const { name } = (await call('GET', `/api/organizations/${organization.id}`)).body
  await call('DELETE', `/api/organizations/${organization.id}`, { body: { confirm: name } })
  for (const { route, method, path, role, isRead, sent } of await routesOf(api)) {
    if (role === undefined || path.endsWith('/restore')) continue
    const isNamed = path.startsWith('/api/organizations/')
    const target = named(path, isNamed ? organization.id : crypto.randomUUID())
    const { status, body } = await call(method, target, sent)
    if (method === 'GET' || method === 'HEAD' || isRead) {
      expect([route, status]).toEqual([route, path.includes('{') && !isNamed ? 404 : 200])
    } else expect([route, status, body.code]).toEqual([route, 403, 'organization_deleted'])
  }
  const restored = await call('POST', `/api/organizations/${organization.id}/restore`)
  expect([restored.status, restored.body.deletedAt]).toEqual([200, null])
})

test('a lower role is refused before anything is looked up, and who was removed is in no organization', async () => {
  const api = await openApi()
  const { organization } = await api.person()
  const people = {
    member: await makeMember(api, organization.id, 'member'),
    admin: await makeMember(api, organization.id, 'admin'),
  }
  const removed = await makeMember(api, organization.id, 'owner')
  await api.pool.sql`delete from members where user_id = ${removed.id}`
  for (const { route, method, path, role, sent } of await routesOf(api)) {
    if (role === undefined) continue
    const isNamed = path.startsWith('/api/organizations/')
    const target = named(path, isNamed ? organization.id : crypto.randomUUID())
    const lower = { member: [], admin: ['member'], owner: ['member', 'admin'] } as const
    for (const name of lower[role]) {
      const { status, body } = await people[name].call(method, target, sent)
      expect([route, name, status, body.code]).toEqual([route, name, 403, 'forbidden'])
    }
    const { status } = await removed.call(method, target, sent)
    expect([route, status]).toEqual([route, isNamed ? 404 : 400])
  }
})

test('what is of the whole instance is told to its operators alone, whatever their role', async () => {
  const api = await openApi({ limitFactor: 100 })
  const operator = await api.person()
  const owner = await api.person()
  const routes = (await routesOf(api)).filter(({ isForOperators }) => isForOperators)
  expect(routes).toHaveLength(5)
  for (const { route, method, path, sent } of routes) {
    const { status, body } = await owner.call(method, path, sent)
    expect([route, status, body.code]).toEqual([route, 403, 'operator_required'])
    const { key } = (await operator.call('POST', '/api/keys', { body: { name: 'k' } })).body
    const byKey = await api.call(method, path, { headers: { authorization: `Bearer ${key}` } })
    expect([route, byKey.status, byKey.body.code]).toEqual([route, 403, 'session_required'])
    if (method !== 'GET') continue
    expect([route, (await operator.call(method, path, sent)).status]).toEqual([route, 200])
  }
})

/** Of another site, of a sandboxed frame, and of who hides it. */
const origins = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `${appUrl}.evil.example` },
  {},
]
/** Of those a form can send, and of a script. */
const types = [{ 'content-type': 'text/plain' }, { 'content-type': 'application/json' }]

test('no route takes a change that another page made a browser send', async () => {
  const api = await openApi()
  const { cookie } = await api.person()
  for (const { route, method, path, sent } of await routesOf(api)) {
    if (method === 'GET' || method === 'HEAD') continue
    const target = named(path, crypto.randomUUID())
    for (const from of origins) {
      for (const type of types) {
        const headers = { cookie, ...from, ...type }
        const { status, body } = await api.call(method, target, { ...sent, headers })
        expect([route, from, type, status, body.code]).toEqual([
          ...[route, from, type],
          ...[403, 'csrf_failed'],
        ])
      }
    }
  }
})
