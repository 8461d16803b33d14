import type { TestRunResult } from '@prikke/contract'
import { signWebhook } from '@prikke/outbound'
import type { Pool } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { startReceiver } from '../../test/receiver.ts'
import { makeJob } from '../../test/samples.ts'
import { run } from '../../test/test-run.ts'
import { newApiKey } from '../auth/api-keys.ts'

const allow = '127.0.0.0/8'

const rowsOf = async ({ sql }: Pool, table: string) =>
  (await sql<[{ count: number }]>`select count(*)::int from ${sql(table)}`)[0].count

describe('POST /api/test-runs', () => {
  test('200: sends the request as a job would and tells phases, answer and all that was sent', async () => {
    const target = await startReceiver((_request, response) => {
      response.writeHead(201, { 'x-answer': ['a', 'b'] }).end('{"made":true}')
    })
    const api = await openApi({ allow })
    const org = await api.organization()
    const { phases, result } = await run(org.call, {
      url: `${target.url}/hook?a=1`,
      method: 'POST',
      headers: { 'X-Team': 'billing', Authorization: 'Bearer c4nary-c4nary' },
      body: '{"a":1}',
    })
    expect(phases).toEqual(['connecting', 'waiting', 'receiving'])
    expect(result).toMatchObject({
      ...{ statusCode: 201, errorCode: null, errorMessage: null },
      ...{ responseBody: '{"made":true}', responseEncoding: 'utf8', responseBytes: 13 },
      ...{ responseTruncated: false, remoteAddress: '127.0.0.1' },
      timings: { dnsMs: null, tlsMs: null },
      request: { method: 'POST', url: `${target.url}/hook?a=1`, body: '{"a":1}' },
    })
    expect(result.responseHeaders?.['x-answer']).toEqual(['a', 'b'])
    expect(result.timings.totalMs).toBeGreaterThan(result.timings.firstByteMs ?? Infinity)
    expect(result.request.headers).toMatchObject({
      'X-Team': 'billing',
      Authorization: { secret: true },
      'webhook-signature': { secret: true },
      'Prikke-Test': 'true',
      'Content-Type': 'application/json',
      'Accept-Encoding': 'identity',
    })
    const [arrived] = target.arrived
    expect(target.arrived).toHaveLength(1)
    expect(arrived?.headers).toMatchObject({
      ...{ authorization: 'Bearer c4nary-c4nary', 'x-team': 'billing', 'prikke-test': 'true' },
      ...{ 'prikke-attempt': '1', 'content-type': 'application/json' },
    })
    const id = String(arrived?.headers['webhook-id'])
    const timestamp = Number(arrived?.headers['webhook-timestamp'])
    const secrets = ['whsec_c2VjcmV0']
    expect(arrived?.headers['webhook-signature']).toBe(
      signWebhook({ id, timestamp, body: '{"a":1}', secrets }),
    )
  })

  test('200: leaves nothing behind but who tested what', async () => {
    const target = await startReceiver((_request, response) => response.end('ok'))
    const api = await openApi({ allow })
    const { call } = await api.person()
    await run(call, { url: target.url, headers: { Authorization: 'Bearer c4nary' } })
    const stored = ['execution_queue', 'execution_history', 'jobs', 'job_versions', 'usage_counts']
    for (const table of stored) expect([table, await rowsOf(api.pool, table)]).toEqual([table, 0])
    const [act] = (await call('GET', '/api/audit?action=job.tested')).body.data
    expect(act).toMatchObject({
      subject: { type: 'job', id: null, name: null },
      changes: { url: { after: target.url }, method: { after: 'GET' } },
    })
    expect(JSON.stringify(act)).not.toContain('c4nary')
  })

  test('200: a secret that a job keeps is sent, and comes back neither from us nor from the target', async () => {
    const target = await startReceiver((request, response) => {
      response.setHeader('x-echo', String(request.headers['x-secret']))
      response.end(`you sent ${request.headers['x-secret']}`)
    })
    const { call } = await (await openApi({ allow })).person()
    const jobId = await makeJob(call, {
      headers: { 'X-Secret': { value: 'c4nary-kept', secret: true } },
    })
    const headers = { 'x-secret': { secret: true } }
    const { result } = await run(call, { url: target.url, headers, jobId })
    expect(target.arrived[0]?.headers).toMatchObject({
      'x-secret': 'c4nary-kept',
      'prikke-job-id': jobId,
    })
    expect(result.responseBody).toBe('you sent [secret]')
    expect(JSON.stringify(result)).not.toContain('c4nary')
    const [act] = (await call('GET', '/api/audit?action=job.tested')).body.data
    expect(act.subject).toEqual({ type: 'job', id: jobId, name: 'Nightly' })
  })

  test.each<[string, number, Partial<TestRunResult>]>([
    ['302', 302, { errorCode: 'redirect_not_followed' }],
    ['404', 404, { errorCode: 'http_status', errorMessage: 'The target answered 404.' }],
    ['503', 503, { errorCode: 'http_status' }],
    ['204', 204, { errorCode: null, responseBody: '', responseBytes: 0 }],
  ])('200: a target that answers %s', async (_, statusCode, outcome) => {
    const target = await startReceiver((_request, response) =>
      response.writeHead(statusCode, { location: '/there' }).end(),
    )
    const { call } = await (await openApi({ allow })).organization()
    const { result } = await run(call, { url: target.url })
    expect(result).toMatchObject({ statusCode, ...outcome })
    expect(target.arrived).toHaveLength(1)
  })

  test('200: the first 64 KiB of a long answer, and bytes that are no text in base64', async () => {
    const target = await startReceiver((request, response) =>
      response.end(request.url === '/long' ? 'x'.repeat(100_000) : Buffer.from([0xff, 0xfe])),
    )
    const { call } = await (await openApi({ allow })).organization()
    const long = (await run(call, { url: `${target.url}/long` })).result
    expect(long).toMatchObject({ responseTruncated: true, responseBytes: 100_000 })
    expect(long.responseBody).toHaveLength(65_536)
    const { result } = await run(call, { url: `${target.url}/bytes` })
    expect(result).toMatchObject({ responseBody: '//4=', responseEncoding: 'base64' })
  })

  test('200: a target that cannot be reached, that has no name, that is too slow', async () => {
    const target = await startReceiver(() => {})
    const { call } = await (await openApi({ allow })).organization()
    const late = (await run(call, { url: target.url, timeoutMs: 1_000 })).result
    expect(late).toMatchObject({ errorCode: 'deadline_exceeded', remoteAddress: '127.0.0.1' })
    const refused = (await run(call, { url: 'http://127.0.0.1:1/' })).result
    expect(refused).toMatchObject({
      errorCode: 'connect_failed',
      statusCode: null,
      remoteAddress: null,
    })
    const nameless = await run(call, { url: 'https://example.com/' })
    expect(nameless.phases).toEqual(['resolving'])
    expect(nameless.result.errorCode).toBe('dns_failed')
  })

  test('200: a name that leads to a private address is not called', async () => {
    const resolver = { resolve: async () => ({ ok: true as const, addresses: ['10.0.0.1'] }) }
    const { call } = await (await openApi({ allow, resolver })).organization()
    const { result } = await run(call, { url: 'https://example.com/' })
    expect(result).toMatchObject({ errorCode: 'blocked_address', remoteAddress: null })
    expect(JSON.stringify(result)).not.toContain('10.0.0.1')
  })

  test.each([
    ['a private address', 'http://10.0.0.1/', 'url_blocked_address'],
    ['the metadata service', 'http://169.254.169.254/', 'url_blocked_address'],
    ['a port of Prikke', 'http://127.0.0.1:5999/', 'url_blocked_host'],
    ['a password in the URL', 'https://a:b@example.com/', 'url_credentials_not_allowed'],
  ])('422: %s', async (_, url, code) => {
    const { call } = await (await openApi({ allow })).organization()
    const { status, body } = await call('POST', '/api/test-runs', { body: { url } })
    expect([status, body.code]).toEqual([422, code])
  })

  test('422: a secret without its value, where no job keeps it', async () => {
    const { call } = await (await openApi()).organization()
    const body = { url: 'https://example.com', headers: { 'X-A': { secret: true } } }
    const without = await call('POST', '/api/test-runs', { body })
    expect([without.status, without.body.code]).toEqual([422, 'header_value_required'])
    const jobId = await makeJob(call)
    const other = await call('POST', '/api/test-runs', { body: { ...body, jobId } })
    expect([other.status, other.body.code]).toEqual([422, 'header_value_required'])
  })

  test('403: a key that may only run jobs chooses no target for their secrets', async () => {
    const api = await openApi()
    const org = await api.organization()
    const jobId = await makeJob(org.call)
    const { key, keyId, secretHash } = newApiKey()
    await api.pool.sql`insert into api_keys (organization_id, key_id, secret_hash, name, scopes)
      values (${org.id}, ${keyId}, ${secretHash}, 'runs', array['read', 'trigger'])`
    const headers = { authorization: `Bearer ${key}` }
    const body = { url: 'https://example.com', jobId }
    const answer = await api.call('POST', '/api/test-runs', { body, headers })
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_missing'])
  })

  test('429: a fourth at once, until one of them has ended', async () => {
    const answers: (() => void)[] = []
    const target = await startReceiver((_request, response) => {
      answers.push(() => response.end('ok'))
    })
    const { call } = await (await openApi({ allow })).organization()
    const body = { url: target.url }
    const under = [run(call, body), run(call, body), run(call, body)]
    await expect.poll(() => answers.length).toBe(3)
    const fourth = await call('POST', '/api/test-runs', { body })
    expect([fourth.status, fourth.body.code]).toEqual([429, 'rate_limited'])
    expect(fourth.headers.get('retry-after')).toBe('5')
    for (const answer of answers) answer()
    await Promise.all(under)
    const again = run(call, body)
    await expect.poll(() => answers.length).toBe(4)
    answers[3]?.()
    expect((await again).result.statusCode).toBe(200)
  })

  test('429: more than thirty in ten minutes', async () => {
    const { call } = await (await openApi()).organization()
    const body = { url: 'https://example.com/' }
    for (let count = 0; count < 30; count++) await run(call, body)
    const { status, headers } = await call('POST', '/api/test-runs', { body })
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(1)
  })
})
