import { expect, test } from 'vitest'
import { openApi } from '../test/open-api.ts'
import { cronJob, makeJob, makePast } from '../test/samples.ts'

type Description = { paths: Record<string, Record<string, { security: object[] }>> }

/**
 * What another organization gets from each route: 404 where the path names something of ours, and
 * lists and sums without it. A route that is not here fails the test.
 */
const expected: Record<string, number | 'own'> = {
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
  'PUT /api/me/password': 'own',
  'POST /api/me/email': 'own',
  'GET /api/sessions': 'own',
  'DELETE /api/sessions': 'own',
  'DELETE /api/sessions/{id}': 404,
  'GET /api/keys': 'own',
  'POST /api/keys': 'own',
  'DELETE /api/keys/{id}': 404,
  'GET /api/signing-secret': 'own',
  'POST /api/signing-secret/rotate': 'own',
  'GET /api/jobs': 'own',
  'POST /api/jobs': 'own',
  'GET /api/jobs/{id}': 404,
  'PATCH /api/jobs/{id}': 404,
  'DELETE /api/jobs/{id}': 404,
  'POST /api/jobs/{id}/trigger': 404,
  'GET /api/jobs/{id}/executions': 404,
  'GET /api/jobs/{id}/upcoming': 404,
  'PUT /api/sync': 'own',
  'POST /api/schedules/preview': 'own',
  'GET /api/executions': 'own',
  'GET /api/executions/{id}': 404,
  'POST /api/executions/{id}/replay': 404,
  'POST /api/executions/{id}/cancel': 404,
  'GET /api/stats': 'own',
  'GET /api/events': 'own',
  'GET /api/channels': 'own',
  'POST /api/channels': 'own',
  'GET /api/channels/{id}': 404,
  'PATCH /api/channels/{id}': 404,
  'DELETE /api/channels/{id}': 404,
  'POST /api/channels/{id}/test': 404,
  'GET /api/alerts': 'own',
}

test('another organization finds nothing of ours on any route, and nobody gets in without a key', async () => {
  const api = await openApi()
  const owner = await api.person()
  const stranger = await api.person()
  const jobId = await makeJob(owner.call, { key: 'ours' })
  const executionId = await makePast(api.pool, { organizationId: owner.organization.id, jobId })
  const waitingId = (await owner.call('POST', `/api/jobs/${jobId}/trigger`)).body.id
  const key = (await owner.call('POST', '/api/keys', { body: { name: 'ours' } })).body
  const sessionId = (await owner.call('GET', '/api/sessions')).body.data[0].id
  const channelId = (await owner.call('GET', '/api/channels')).body.data[0].id
  const idsFor = (path: string) => {
    if (path.startsWith('/api/jobs')) return [jobId]
    if (path.startsWith('/api/executions')) return [executionId, waitingId]
    if (path.startsWith('/api/sessions')) return [sessionId]
    return path.startsWith('/api/keys') ? [key.id] : [channelId]
  }

  const description = (await api.call('GET', '/api/openapi.json')).body as Description
  const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      isOpen: security.length === 0,
    })),
  )
  expect(routes.map(route => route.name).sort()).toEqual(Object.keys(expected).sort())

  for (const { name, method, path, isOpen } of routes) {
    const body = method === 'PATCH' ? { body: { name: 'Taken over' } } : {}
    for (const id of idsFor(path)) {
      const target = path.replace('{id}', id)
      if (!isOpen)
        expect([name, (await api.call(method, target, body)).status]).toEqual([name, 401])
      if (expected[name] !== 404) continue
      const { status, body: answer } = await stranger.call(method, target, body)
      expect([name, status, answer.code]).toEqual([name, 404, 'not_found'])
    }
  }

  const devices = (await stranger.call('GET', '/api/sessions')).body.data
  expect(devices.map((device: { current: boolean }) => device.current)).toEqual([true])
  const seen = []
  for (const list of ['jobs', 'executions', 'keys', 'alerts']) {
    seen.push(...(await stranger.call('GET', `/api/${list}`)).body.data)
  }
  expect(seen).toEqual([])
  expect((await stranger.call('GET', `/api/executions?jobId=${jobId}`)).body.data).toEqual([])
  const span = 'from=2026-01-01T00:00:00Z&to=2027-12-31T00:00:00Z'
  expect((await stranger.call('GET', `/api/stats?${span}`)).body.counts.success).toBe(0)
  const synced = await stranger.call('PUT', '/api/sync', {
    body: { jobs: [cronJob({ key: 'ours' })], prune: true },
  })
  expect(synced.body).toMatchObject({ created: ['ours'], deleted: [] })
  const ours = await owner.call('GET', `/api/jobs/${jobId}`)
  expect(ours.body).toMatchObject({ name: 'Nightly', version: 1, enabled: true })
  expect((await owner.call('GET', `/api/executions/${waitingId}`)).body.status).toBe('pending')
  expect((await owner.call('GET', '/api/keys')).body.data).toHaveLength(1)
})
