import { expect, test } from 'vitest'
import { type Call, callerOf, openApi } from '../test/open-api.ts'
import { cronJob, makeJob } from '../test/samples.ts'
import { createApp } from './app.ts'

test('a key in an address opens nothing, and no line of the log has it', async () => {
  const { services, ...api } = await openApi()
  const { key } = await api.organization()
  const lines: string[] = []
  const write = (...said: unknown[]) => lines.push(JSON.stringify(said))
  const log = { ...services.log, info: write, debug: write, warn: write, error: write }
  const call = callerOf(createApp({ ...services, log: log as never }))({})
  for (const name of ['key', 'api_key', 'apiKey', 'access_token', 'token', 'authorization']) {
    const { status, body } = await call('GET', `/api/jobs?${name}=${encodeURIComponent(key)}`)
    expect([name, status, body.code]).toEqual([name, 401, 'unauthenticated'])
    expect(JSON.stringify(body)).not.toContain('sk_live_')
  }
  const lost = await call('GET', `/api/jobs/${key}/executions`)
  expect([lost.status, (await call('GET', `/api/${key}`)).status]).toEqual([401, 404])
  expect(lines.length).toBeGreaterThanOrEqual(8)
  expect(lines.join('\n')).not.toContain('sk_live_')
})

test('fields that are not the caller’s to set are refused by name, and nothing changes', async () => {
  const api = await openApi()
  const owner = await api.person()
  const stranger = await api.person()
  const jobId = await makeJob(owner.call)
  const { id: channelId } = (await owner.call('GET', '/api/channels')).body.data[0]
  const theirs = stranger.organization.id
  const org = `/api/organizations/${owner.organization.id}`
  const rows: [method: string, path: string, body: object, field: string][] = [
    ['POST', '/api/jobs', cronJob({ organizationId: theirs }), 'organizationId'],
    ['POST', '/api/jobs', cronJob({ id: jobId }), 'id'],
    ['PATCH', `/api/jobs/${jobId}`, { organization_id: theirs }, 'organization_id'],
    ['PATCH', `/api/jobs/${jobId}`, { version: 9 }, 'version'],
    ['PUT', '/api/sync', { jobs: [], organizationId: theirs }, 'organizationId'],
    ['PATCH', `/api/channels/${channelId}`, { organizationId: theirs }, 'organizationId'],
    ['POST', '/api/keys', { name: 'k', organizationId: theirs }, 'organizationId'],
    ['POST', '/api/keys', { name: 'k', secretHash: 'x' }, 'secretHash'],
    ['PATCH', org, { tier: 'pro' }, 'tier'],
    ['PATCH', org, { deletedAt: null }, 'deletedAt'],
    ['POST', '/api/organizations', { name: 'x', tier: 'pro' }, 'tier'],
    ['PATCH', '/api/me', { isOperator: true }, 'isOperator'],
    ['PATCH', '/api/me', { email: 'b@example.com' }, 'email'],
    ['PATCH', '/api/me', { role: 'owner' }, 'role'],
    [
      'POST',
      '/api/invites',
      { email: 'b@example.com', role: 'member', organizationId: theirs },
      'organizationId',
    ],
    [
      'POST',
      '/api/auth/register',
      { email: 'c@example.com', password: 'a long password', isOperator: true },
      'isOperator',
    ],
  ]
  const before = await stateOf(owner.call)
  for (const [method, path, body, field] of rows) {
    const answer = await owner.call(method, path, { body })
    expect([method, path, field, answer.status, answer.body.errors?.[0]]).toMatchObject([
      ...[method, path, field, 422],
      { path: field, code: 'unknown_field' },
    ])
  }
  expect(await stateOf(owner.call)).toEqual(before)
  expect((await stranger.call('GET', '/api/jobs')).body.data).toEqual([])
})

async function stateOf(call: Call) {
  const paths = ['jobs', 'channels', 'keys', 'organizations', 'invites', 'me']
  return await Promise.all(paths.map(async path => (await call('GET', `/api/${path}`)).body))
}

test('no other site may read an answer or ask beforehand', async () => {
  const api = await openApi()
  const { cookie } = await api.person()
  const origin = 'https://evil.example'
  const asked = {
    ...{ origin, cookie, 'access-control-request-method': 'PATCH' },
    'access-control-request-headers': 'content-type',
  }
  for (const path of [
    '/api/me',
    '/api/jobs',
    '/api/openapi.json',
    '/docs/api',
    '/echo',
    '/health',
  ]) {
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await api.call(method, path, { headers: asked })
      const opened = [...headers.keys()].filter(name => name.startsWith('access-control-'))
      expect([method, path, opened]).toEqual([method, path, []])
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
  }
})

test('a link that is mailed leads to this Prikke, whatever Host and forwarding headers claim', async () => {
  const api = await openApi()
  const { email } = await api.person()
  const evil = 'evil.example'
  const headers = { host: evil, 'x-forwarded-host': evil, forwarded: `host=${evil}` }
  for (const path of ['/api/auth/password-reset', '/api/auth/magic-link']) {
    const { status } = await api.call('POST', path, { body: { email }, headers })
    expect([path, status]).toEqual([path, 202])
  }
  const mails = await api.mailsTo(email)
  expect(mails.length).toBeGreaterThanOrEqual(2)
  expect(JSON.stringify(mails)).not.toContain(evil)
})
