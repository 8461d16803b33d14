import { createVault } from '@prikke/vault'
import { expect, test } from 'vitest'
import type { Description } from '../../test/json-schema.ts'
import { cookieOf, openApi } from '../../test/open-api.ts'
import { cronJob, makeJob, makePast } from '../../test/samples.ts'
import { createApp } from '../app.ts'

const keyed = (key: string, body?: object) => ({
  headers: { 'idempotency-key': key },
  ...(body === undefined ? {} : { body }),
})

/** Every route that makes something, and thus takes a key. */
const taking = [
  'POST /api/auth/register',
  'POST /api/channels',
  'POST /api/executions/{id}/replay',
  'POST /api/invites',
  'POST /api/jobs',
  'POST /api/jobs/bulk/trigger',
  'POST /api/jobs/{id}/trigger',
  'POST /api/keys',
  'POST /api/keys/{id}/rotate',
  'POST /api/organizations',
  'POST /api/replays',
  'POST /api/signing-secret/rotate',
]

test('the description names the header on every route that makes something', async () => {
  const api = await openApi()
  const { paths } = (await api.call('GET', '/api/openapi.json')).body as Description
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
      parameters.some(({ name }) => name === 'Idempotency-Key')
        ? `${method.toUpperCase()} ${path}`
        : [],
    ),
  )
  expect(described.sort()).toEqual(taking)
})

test('each of them, sent twice with one key, is carried out once and answers the same', async () => {
  const api = await openApi()
  const { call, organization, ...owner } = await api.person()
  const jobId = await makeJob(call)
  const executionId = await makePast(api.pool, { organizationId: organization.id, jobId })
  const keyId = (await call('POST', '/api/keys', { body: { name: 'k' } })).body.id
  const bodies: Record<string, object | undefined> = {
    'POST /api/auth/register': { email: 'ann@example.com', password: 'a long password' },
    'POST /api/channels': { url: 'https://example.com/hook' },
    'POST /api/invites': { email: 'bob@example.com', role: 'member' },
    'POST /api/jobs': cronJob({ key: 'once' }),
    'POST /api/jobs/bulk/trigger': { ids: [jobId] },
    'POST /api/keys': { name: 'shown once' },
    'POST /api/keys/{id}/rotate': { overlapHours: 1 },
    'POST /api/organizations': { name: 'Second' },
    'POST /api/replays': {
      filter: { jobId: [jobId], status: ['success'] },
      expectedCount: 1,
    },
    'POST /api/signing-secret/rotate': { overlapHours: 1 },
  }
  const ids: Record<string, string> = { executions: executionId, jobs: jobId, keys: keyId }
  const slug = organization.slug
  for (const route of taking) {
    const [method = '', path = ''] = route.split(' ')
    const target = path.replace('{id}', ids[path.split('/')[2] ?? ''] ?? '')
    const caller = route.includes('/auth/') ? api.call : call
    const sent = keyed(`key of ${route}`, bodies[route])
    Object.assign(sent.headers, { 'prikke-organization': slug })
    const first = await caller(method, target, sent)
    expect([route, first.status < 300 ? 'fine' : first.body]).toEqual([route, 'fine'])
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const [acts] = await api.pool.sql`select count(*)::int as count from audit_events`
    const again = await caller(method, target, sent)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect([route, again.status, again.body]).toEqual([route, first.status, first.body])
    expect(cookieOf(again)).toBe(cookieOf(first))
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await api.pool.sql`select count(*)::int as count from audit_events`).toEqual([acts])
  }
  expect(owner.email).not.toBe('')
})

test('a key names one request: another body, another id, another query is refused with 422', async () => {
  const api = await openApi()
  const { call } = await api.organization()
  await call('POST', '/api/jobs', keyed('k', cronJob({ name: 'A' })))
  const other = await call('POST', '/api/jobs', keyed('k', cronJob({ name: 'B' })))
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  const [one, two] = [await makeJob(call), await makeJob(call)]
  await call('POST', `/api/jobs/${one}/trigger`, keyed('t'))
  const elsewhere = await call('POST', `/api/jobs/${two}/trigger`, keyed('t'))
  expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_key_reused'])
  expect((await call('GET', '/api/jobs')).body.data).toHaveLength(3)
})

test('a key belongs to its organization and to its route', async () => {
  const api = await openApi()
  const [ours, theirs] = [await api.organization(), await api.organization()]
  const sent = keyed('same', cronJob({ key: 'k' }))
  const [a, b] = [
    await ours.call('POST', '/api/jobs', sent),
    await theirs.call('POST', '/api/jobs', sent),
  ]
  expect([a.status, b.status]).toEqual([201, 201])
  expect(b.body.id).not.toBe(a.body.id)
  const channel = await ours.call('POST', '/api/channels', keyed('same', { address: 'a@b.cc' }))
  expect(channel.status).toBe(201)
})

test('of many with one key at once, through two apis, one is carried out', async () => {
  const api = await openApi()
  const { call, key } = await api.organization()
  const second = createApp(api.services)
  const sent = { method: 'POST', body: JSON.stringify(cronJob()) }
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'idempotency-key': 'race',
  }
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? api.app : second).request('/api/jobs', { ...sent, headers }),
    ),
  )
  const made = answers.filter(({ status }) => status === 201)
  const ids = await Promise.all(
    made.map(async answer => ((await answer.json()) as { id: string }).id),
  )
  expect(new Set(ids).size).toBe(1)
  expect(made.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1)
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'idempotency_key_in_use' })
  }
  expect((await call('GET', '/api/jobs')).body.data).toHaveLength(1)
})

test('a request whose first is still under way is told so at once, and gets its answer later', async () => {
  const api = await openApi()
  const { call } = await api.organization()
  const jobId = await makeJob(call)
  const trigger = () => call('POST', `/api/jobs/${jobId}/trigger`, keyed('slow'))
  const answers: Awaited<ReturnType<typeof trigger>>[] = []
  let first = Promise.resolve(answers[0])
  // The row of the job is held, so that the first waits within its transaction.
  await api.pool.transaction(async ({ sql }) => {
    await sql`select from jobs where id = ${jobId} for update`
    first = trigger()
    const waiting = () => sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await waiting()).length).toBe(1)
    answers.push(await trigger())
  })
  const [second] = answers
  expect([second?.status, second?.body.code]).toEqual([409, 'idempotency_key_in_use'])
  expect(second?.headers.get('retry-after')).toBe('1')
  const done = await first
  expect(done?.status).toBe(202)
  const third = await trigger()
  const { headers, body } = third
  expect([headers.get('idempotency-replayed'), body.id]).toEqual(['true', done?.body.id])
})

test('a refused request leaves no key: put right, it may be sent with the same', async () => {
  const api = await openApi()
  const { call } = await api.organization()
  const wrong = await call('POST', '/api/jobs', keyed('k', cronJob({ url: 'ftp://example.com' })))
  expect(wrong.status).toBe(422)
  expect((await call('POST', '/api/jobs', keyed('k', cronJob()))).status).toBe(201)
  expect(await api.pool.sql`select count(*)::int as count from idempotency_keys`).toEqual([
    { count: 1 },
  ])
})

test('a key is good for a day, and then names a new request', async () => {
  const api = await openApi()
  const { call } = await api.organization()
  const first = await call('POST', '/api/jobs', keyed('k', cronJob()))
  await api.pool.sql`update idempotency_keys set ends_at = ends_at - interval '23 hours 59 minutes'`
  expect((await call('POST', '/api/jobs', keyed('k', cronJob()))).body.id).toBe(first.body.id)
  await api.pool.sql`update idempotency_keys set ends_at = ends_at - interval '1 minute'`
  const later = await call('POST', '/api/jobs', keyed('k', cronJob({ name: 'Later' })))
  expect(later.status).toBe(201)
  expect(later.body.id).not.toBe(first.body.id)
})

test('a key of another shape is refused with 422', async () => {
  const { call } = await (await openApi()).organization()
  for (const key of ['', 'x'.repeat(256), 'k\u00e9y', 'a\tb']) {
    const { status, body } = await call('POST', '/api/jobs', keyed(key, cronJob()))
    const [error] = body.errors
    expect([key, status, body.code, error.path]).toEqual([
      key,
      422,
      'idempotency_key_invalid',
      'Idempotency-Key',
    ])
  }
  const longest = await call('POST', '/api/jobs', keyed('x'.repeat(255), cronJob()))
  expect(longest.status).toBe(201)
})

test('what is shown once lies sealed, and an answer that can be read no more is not made again', async () => {
  const api = await openApi()
  const { call } = await api.person()
  const { key } = (await call('POST', '/api/keys', keyed('k', { name: 'k' }))).body
  const [row] = await api.pool.sql<{ sealed: string; hash: string }[]>`
    select sealed, hash from idempotency_keys`
  expect(JSON.stringify(row)).not.toContain(key.split('.')[1])
  const other = createVault([Buffer.alloc(32, 8)])
  const place = { table: 'idempotency_keys', row: row?.hash ?? '', purpose: 'answer' }
  await api.pool.sql`update idempotency_keys set sealed = ${other.seal('{}', place)}`
  const again = await call('POST', '/api/keys', keyed('k', { name: 'k' }))
  expect([again.status, again.body.code]).toEqual([422, 'idempotency_key_reused'])
  expect((await call('GET', '/api/keys')).body.data).toHaveLength(1)
})

test('who lost the right to make something gets no kept answer', async () => {
  const api = await openApi()
  const owner = await api.person()
  const made = (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body
  const headers = { authorization: `Bearer ${made.key}`, 'idempotency-key': 'k' }
  const sent = { headers, body: cronJob() }
  expect((await api.call('POST', '/api/jobs', sent)).status).toBe(201)
  await owner.call('DELETE', `/api/keys/${made.id}`)
  expect((await api.call('POST', '/api/jobs', sent)).status).toBe(401)
})
