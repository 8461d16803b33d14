import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { cronJob } from '../../test/samples.ts'
import { maskUrl } from '../channels/mask-url.ts'

async function openAudit() {
  const api = await openApi()
  const owner = await api.person()
  const read = async (query = '') => (await owner.call('GET', `/api/audit${query}`)).body.data
  return { api, owner, read }
}

test('an act says who, what, from where, in which request, and what changed', async () => {
  const { owner, read } = await openAudit()
  const made = await owner.call('POST', '/api/jobs', { body: cronJob({ timeoutMs: 5_000 }) })
  const path = `/api/jobs/${made.body.id}`
  const body = { name: 'Renamed', timeoutMs: 9_000 }
  const headers = { 'user-agent': 'Firefox' }
  const answer = await owner.call('PATCH', path, { body, headers, from: '203.0.113.9' })
  const [updated, created] = await read()
  expect(updated).toEqual({
    id: expect.any(String),
    at: expect.stringMatching(/Z$/),
    action: 'job.updated',
    actor: { type: 'user', id: owner.user.id, name: owner.email },
    subject: { type: 'job', id: made.body.id, name: 'Nightly' },
    address: '203.0.113.9',
    userAgent: 'Firefox',
    requestId: answer.headers.get('x-request-id'),
    changes: {
      name: { before: 'Nightly', after: 'Renamed' },
      timeoutMs: { before: 5_000, after: 9_000 },
    },
  })
  expect(created.changes).toMatchObject({ name: { before: null, after: 'Nightly' } })
  await owner.call('DELETE', path)
  const [deleted] = await read()
  expect(deleted.changes).toMatchObject({ name: { before: 'Renamed', after: null } })
})

test('a program is named by its key, which may be gone since', async () => {
  const { api, owner, read } = await openAudit()
  const { id, key } = (await owner.call('POST', '/api/keys', { body: { name: 'deploy' } })).body
  const headers = { authorization: `Bearer ${key}` }
  await api.call('POST', '/api/jobs', { headers, body: cronJob() })
  await owner.call('DELETE', `/api/keys/${id}`)
  expect(await read('?action=job.created')).toMatchObject([
    { actor: { type: 'key', id, name: 'deploy' } },
  ])
})

test('a change that changes nothing is no act', async () => {
  const { owner, read } = await openAudit()
  const { id, version } = (await owner.call('POST', '/api/jobs', { body: cronJob() })).body
  const same = await owner.call('PATCH', `/api/jobs/${id}`, { body: { name: 'Nightly' } })
  expect(same.body.version).toBe(version)
  const channel = (await owner.call('GET', '/api/channels')).body.data[0]
  await owner.call('PATCH', `/api/channels/${channel.id}`, { body: { enabled: true } })
  await owner.call('PUT', '/api/sync?dryRun=true', { body: { jobs: [cronJob({ key: 'k' })] } })
  const acts = await read()
  expect(acts.map(({ action }: { action: string }) => action)).toEqual([
    'job.created',
    'organization.created',
  ])
})

test('a refused request leaves no act', async () => {
  const { owner, read } = await openAudit()
  await owner.call('POST', '/api/jobs', { body: cronJob({ key: 'k' }) })
  const before = await read()
  const taken = await owner.call('POST', '/api/jobs', { body: cronJob({ key: 'k' }) })
  expect(taken.status).toBe(409)
  expect(await read()).toEqual(before)
})

test('no secret is in the log, neither before nor after, and a changed one is named', async () => {
  const { api, owner, read } = await openAudit()
  const secrets = Array.from({ length: 6 }, () => `canary-${crypto.randomUUID()}`)
  const [header = '', other = '', token = '', moved = '', plain = '', query = ''] = secrets
  const { call } = owner
  const headers = { Authorization: header, 'X-Team': { value: plain, secret: true } }
  const job = (await call('POST', '/api/jobs', { body: cronJob({ headers }) })).body
  await call('PATCH', `/api/jobs/${job.id}`, { body: { headers: { authorization: other } } })
  const [act] = await read()
  expect(Object.keys(act.changes).sort()).toEqual([
    'headers.Authorization',
    'headers.authorization',
  ])
  await call('PATCH', `/api/jobs/${job.id}`, { body: { headers: { authorization: header } } })
  expect((await read())[0].changes).toEqual({
    'headers.authorization': { before: { secret: true }, after: { secret: true } },
  })
  await call('DELETE', `/api/jobs/${job.id}`)
  const url = `https://hooks.slack.com/${token}?k=${query}`
  const channel = (await call('POST', '/api/channels', { body: { url } })).body
  const elsewhere = { url: `https://hooks.slack.com/${moved}` }
  await call('PATCH', `/api/channels/${channel.id}`, { body: elsewhere })
  expect((await read())[0].changes).toEqual({
    target: { before: maskUrl(url), after: maskUrl(elsewhere.url) },
  })
  await call('DELETE', `/api/channels/${channel.id}`)
  const made = (await call('POST', '/api/keys', { body: { name: 'k' } })).body
  const rotated = (await call('POST', `/api/keys/${made.id}/rotate`, { body: {} })).body
  const signing = (await call('POST', '/api/signing-secret/rotate', { body: {} })).body.secret
  const password = { currentPassword: 'a long password', password: token }
  await call('PUT', '/api/me/password', { body: password })
  const keys = [made.key, rotated.key].map((key: string) => key.split('.')[1] ?? '')
  const cookie = owner.cookie.split('=')[1] ?? ''
  const [log] = await api.pool.sql<[{ text: string }]>`
    select string_agg(to_jsonb(e)::text, ' ') as text from audit_events e`
  for (const secret of [...secrets, ...keys, signing, cookie])
    expect(log.text).not.toContain(secret)
})

test('long text is cut, and still compared whole', async () => {
  const { owner, read } = await openAudit()
  const body = 'x'.repeat(5_000)
  const job = (await owner.call('POST', '/api/jobs', { body: cronJob({ body }) })).body
  await owner.call('PATCH', `/api/jobs/${job.id}`, { body: { body: `${body}y` } })
  const [{ changes }] = await read()
  const cut = (length: number) => `${'x'.repeat(1_000)}… (${length} characters)`
  expect(changes.body).toEqual({ before: cut(5_000), after: cut(5_001) })
})

describe('the list', () => {
  test('is paged, newest first, and takes filters', async () => {
    const { owner, read } = await openAudit()
    const jobs = []
    for (const name of ['a', 'b', 'c']) {
      jobs.push((await owner.call('POST', '/api/jobs', { body: cronJob({ name }) })).body.id)
    }
    await owner.call('DELETE', `/api/jobs/${jobs[0]}`)
    const first = (await owner.call('GET', '/api/audit?limit=2')).body
    const rest = await read(`?limit=100&cursor=${first.nextCursor}`)
    const names = [...first.data, ...rest].map(({ subject }) => subject.name)
    expect(names.slice(0, 4)).toEqual(['a', 'c', 'b', 'a'])
    expect(await read(`?subjectId=${jobs[0]}`)).toHaveLength(2)
    expect(await read('?subjectType=job')).toHaveLength(4)
    expect(await read('?action=job.deleted')).toHaveLength(1)
    expect(await read(`?actor=${owner.user.id}&subjectType=job`)).toHaveLength(4)
    expect(await read(`?actor=${jobs[0]}`)).toEqual([])
    const [, at] = (await read('?subjectType=job')).map((act: { at: string }) => act.at)
    expect(await read(`?from=${at}&to=${at}`)).toEqual([])
    expect((await read(`?subjectType=job&from=${at}`)).length).toBeGreaterThanOrEqual(2)
  })

  test('is for those who may manage, and never for a key', async () => {
    const { api, owner } = await openAudit()
    const member = await makeMember(api, owner.organization.id, 'member')
    expect((await member.call('GET', '/api/audit')).status).toBe(403)
    const { key } = (await owner.call('POST', '/api/keys', { body: { name: 'k' } })).body
    const byKey = await api.call('GET', '/api/audit', {
      headers: { authorization: `Bearer ${key}` },
    })
    expect([byKey.status, byKey.body.code]).toEqual([403, 'session_required'])
  })

  test('holds nothing of another organization, nor of what people do with their accounts', async () => {
    const { api, owner, read } = await openAudit()
    const stranger = await api.person()
    await stranger.call('POST', '/api/jobs', { body: cronJob() })
    await owner.call('PATCH', '/api/me', { body: { name: 'Ann' } })
    const acts = await read()
    expect(acts.map(({ action }: { action: string }) => action)).toEqual(['organization.created'])
  })
})
