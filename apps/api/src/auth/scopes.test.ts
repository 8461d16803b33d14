import { scopes } from '@prikke/contract'
import { expect, test } from 'vitest'
import type { Description } from '../../test/json-schema.ts'
import { openApi } from '../../test/open-api.ts'

/** What each route that takes a key asks of it; every other takes none. */
const wanted: Record<string, (typeof scopes)[number]> = {
  'GET /api/jobs': 'read',
  'POST /api/jobs': 'write',
  'POST /api/jobs/bulk': 'write',
  'POST /api/jobs/bulk/trigger': 'trigger',
  'GET /api/tags': 'read',
  'GET /api/jobs/{id}': 'read',
  'GET /api/jobs/{id}/versions': 'read',
  'PATCH /api/jobs/{id}': 'write',
  'DELETE /api/jobs/{id}': 'write',
  'POST /api/jobs/{id}/trigger': 'trigger',
  'GET /api/jobs/{id}/executions': 'read',
  'GET /api/jobs/{id}/upcoming': 'read',
  'PUT /api/sync': 'write',
  'POST /api/schedules/preview': 'read',
  'POST /api/test-runs': 'write',
  'POST /api/imports/preview': 'read',
  'GET /api/executions': 'read',
  'GET /api/executions/count': 'read',
  'GET /api/executions/histogram': 'read',
  'GET /api/executions/{id}': 'read',
  'GET /api/executions/{id}/neighbours': 'read',
  'POST /api/executions/cancel': 'write',
  'POST /api/executions/{id}/replay': 'trigger',
  'POST /api/executions/{id}/cancel': 'write',
  'GET /api/replays': 'read',
  'POST /api/replays': 'trigger',
  'GET /api/replays/{id}': 'read',
  'POST /api/replays/{id}/cancel': 'trigger',
  'GET /api/stats': 'read',
  'GET /api/stats/series': 'read',
  'GET /api/stats/failures': 'read',
  'GET /api/stats/days': 'read',
  'GET /api/jobs/recent': 'read',
  'GET /api/schedules/planned': 'read',
  'GET /api/usage': 'read',
  'GET /api/events': 'read',
  'GET /api/channels': 'read',
  'POST /api/channels': 'write',
  'GET /api/channels/{id}': 'read',
  'PATCH /api/channels/{id}': 'write',
  'DELETE /api/channels/{id}': 'write',
  'POST /api/channels/{id}/test': 'write',
  'GET /api/alerts': 'read',
}

test('a key opens the routes of its scopes and no other, and none that needs a person', async () => {
  const api = await openApi()
  const person = await api.person()
  const keys = await Promise.all(
    scopes.map(async scope => {
      const body = { name: scope, scopes: [scope] }
      const made = await person.call('POST', '/api/keys', { body })
      expect(made.body.scopes).toEqual([scope])
      return { scope, authorization: `Bearer ${made.body.key}` }
    }),
  )
  const { paths } = (await api.call('GET', '/api/openapi.json')).body as Description
  const asked: string[] = []
  for (const [path, operations] of Object.entries(paths)) {
    for (const [name, { security }] of Object.entries(operations)) {
      if (security.length === 0) continue
      const method = name.toUpperCase()
      const route = `${method} ${path}`
      const needed = security.find(way => way.apiKey !== undefined)?.apiKey
      if (needed !== undefined) asked.push(route)
      expect([route, needed?.[0]]).toEqual([route, wanted[route]])
      // A stream goes on; HEAD of it is judged alike.
      const verb = path === '/api/events' ? 'HEAD' : method
      for (const { scope, authorization } of keys) {
        const target = path.replaceAll(/\{\w+\}/g, crypto.randomUUID())
        const { status, body } = await api.call(verb, target, { headers: { authorization } })
        const code = status === 403 && verb !== 'HEAD' ? body.code : status
        if (needed === undefined)
          expect([route, scope, code]).toEqual([route, scope, 'session_required'])
        else if (needed[0] !== scope)
          expect([route, scope, code]).toEqual([
            route,
            scope,
            verb === 'HEAD' ? 403 : 'scope_missing',
          ])
        else expect([route, scope, status === 401 || status === 403]).toEqual([route, scope, false])
      }
    }
  }
  expect(asked.sort()).toEqual(Object.keys(wanted).sort())
})
