import { executionSource, noReply } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { createVault, places } from '@prikke/vault'
import { describe, expect, test } from 'vitest'
import { openApi, secretKey } from '../../test/open-api.ts'
import { makeJob, makePast } from '../../test/samples.ts'

const vault = createVault([secretKey])

async function open() {
  const api = await openApi()
  const person = await api.person('ada@example.com')
  const { call, organization } = person
  const jobId = await makeJob(call, {
    method: 'POST',
    body: 'as ever',
    headers: { Authorization: 'Bearer canary', 'X-Team': 'ops' },
  })
  const id = await makePast(api.pool, { organizationId: organization.id, jobId, status: 'failed' })
  const replay = (body?: object, by = call) =>
    by('POST', `/api/executions/${id}/replay`, body === undefined ? {} : { body })
  const read = async (executionId: string) =>
    (await call('GET', `/api/executions/${executionId}`)).body
  return { api, call, organization, jobId, id, replay, read }
}

/** Claims what is due and brings it to its end; says what each would have sent. */
async function runAll(pool: Pool) {
  const source = executionSource(pool, 'w', { touch: () => {}, close: async () => {} }, () => {})
  const { items } = await source.claim(10)
  const [startedAt, endedAt] = [performance.now(), performance.now()]
  const outcome = { kind: 'final' as const, status: 'success' as const, reply: noReply }
  await source.settle(items.map(item => ({ item, outcome, startedAt, endedAt })))
  return items.map(({ job }) => job)
}

describe('POST /api/executions/:id/replay with a body', () => {
  test('202: this one run sends what was edited, the job stays, and its page says so', async () => {
    const { api, call, jobId, id, replay, read } = await open()
    const before = (await call('GET', `/api/jobs/${jobId}`)).body
    const url = 'https://staging.example.com/hook'
    const headers = { Authorization: { secret: true }, 'X-Key': { value: 'own', secret: true } }
    const { status, body } = await replay({ url, method: 'PUT', headers, body: null })
    expect(status).toBe(202)
    expect(body).toMatchObject({ replayOf: id, trigger: 'replay', edited: true, replayId: null })
    const [sent] = await runAll(api.pool)
    expect(sent).toMatchObject({ url, method: 'PUT', body: null, host: 'staging.example.com' })
    const opened = Object.entries(sent?.headers ?? {}).map(([name, header]) => [
      name,
      'sealed' in header ? vault.open(header.sealed, places.ownHeader(body.id, name)) : null,
    ])
    expect(Object.fromEntries(opened)).toEqual({ Authorization: 'Bearer canary', 'X-Key': 'own' })
    const page = await read(body.id)
    expect(page).toMatchObject({
      ...{ status: 'success', edited: true },
      triggeredBy: { type: 'user', name: 'ada@example.com' },
    })
    expect(page.request).toMatchObject({ url, method: 'PUT', body: null })
    expect(page.request.headers).toMatchObject({
      Authorization: { secret: true },
      'X-Key': { secret: true },
    })
    expect(page.request.headers).not.toHaveProperty('X-Team')
    expect((await call('GET', `/api/jobs/${jobId}`)).body).toMatchObject({
      ...{ version: before.version, url: before.url, headers: before.headers },
    })
  })

  test('202: what is left out is as the job has it; an empty body or none changes nothing', async () => {
    const { api, replay, read } = await open()
    const { body } = await replay({ body: 'another' })
    const [sent] = await runAll(api.pool)
    expect(sent).toMatchObject({
      ...{ method: 'POST', url: 'https://example.com/hook', body: 'another' },
      headers: { 'X-Team': { value: 'ops', secret: false } },
    })
    expect(await read(body.id)).toMatchObject({ edited: true, request: { body: 'another' } })
    for (const same of [await replay(), await replay({})]) {
      expect([same.status, same.body.edited]).toEqual([202, false])
    }
    const ofJob = await runAll(api.pool)
    expect(ofJob.map(job => job?.executionId)).toEqual([null, null])
    expect((await api.pool.sql`select from execution_requests`).length).toBe(1)
  })

  test('422: what a job could not send either; nothing is run', async () => {
    const { call, replay } = await open()
    const refused: [object, string, string][] = [
      [{ url: 'http://10.0.0.1/' }, 'url', 'url_blocked_address'],
      [{ headers: { Host: 'x' } }, 'headers.Host', 'header_reserved'],
      [{ headers: { 'X-New': { secret: true } } }, 'headers.X-New', 'header_value_required'],
      [{ body: 'x'.repeat(256 * 1024 + 1) }, 'body', 'body_limit'],
      [{ method: 'CONNECT' }, 'method', 'invalid'],
      [{ timeoutMs: 5 }, 'timeoutMs', 'unknown_field'],
    ]
    for (const [body, path, code] of refused) {
      const answer = await replay(body)
      const [error] = answer.body.errors
      expect([answer.status, error.path]).toEqual([422, path])
      if (code !== 'invalid') expect(error.code).toBe(code)
    }
    expect((await call('GET', '/api/executions?trigger=replay')).body.data).toEqual([])
  })

  test('403: a key that may only run jobs runs it again as it is, and edits nothing', async () => {
    const { api, organization, replay } = await open()
    const key = await api.person('bob@example.com')
    const stranger = await replay({ body: 'x' }, key.call)
    expect(stranger.status).toBe(404)
    const { call } = await keyOf(api, organization.id, '{read,trigger}')
    expect((await replay(undefined, call)).status).toBe(202)
    const { status, body } = await replay({ url: 'https://elsewhere.example/' }, call)
    expect([status, body.code]).toEqual([403, 'scope_missing'])
  })

  test('it counts in the month, and stands in the export with what it sent', async () => {
    const { api, call, organization, replay } = await open()
    const { body } = await replay({ body: 'another' })
    const month = (await call('GET', '/api/usage')).body.executions.used
    expect(month).toBe(1)
    await runAll(api.pool)
    const file = await call('GET', `/api/organizations/${organization.id}/export`)
    const own = file.body.executions.find((each: { id: string }) => each.id === body.id)
    expect(own).toMatchObject({ edited: true, request: { body: 'another' } })
  })
})

async function keyOf(
  api: Awaited<ReturnType<typeof openApi>>,
  organizationId: string,
  scopes: string,
) {
  const org = await api.organization()
  await api.pool.sql`
    update api_keys set scopes = ${scopes}::text[], organization_id = ${organizationId}
    where organization_id = ${org.id}`
  return org
}
