import { problemCodes } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import { appUrl, openApi } from '../test/open-api.ts'
import { cronJob, makeJob } from '../test/samples.ts'

describe('what is asked for', () => {
  test('404 and 405 come before any question of who asks', async () => {
    const api = await openApi()
    for (const path of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/jobs/',
      '/api/jobs/x/y',
      '/api/jobs//x',
    ]) {
      const { status, body, headers } = await api.call('GET', path)
      expect([path, status, body.code]).toEqual([path, 404, 'not_found'])
      expect(headers.get('x-request-id')).toBe(body.requestId)
    }
    for (const [method, path, allow] of [
      ['DELETE', '/api/jobs', 'POST, GET, HEAD'],
      ['PUT', '/api/jobs/x', 'GET, PATCH, DELETE, HEAD'],
      ['GET', '/api/sync', 'PUT'],
      ['OPTIONS', '/api/me', 'GET, PATCH, DELETE, HEAD'],
      ['POST', '/api/openapi.json', 'GET, HEAD'],
    ] as const) {
      const { status, body, headers } = await api.call(method, path)
      expect([path, status, body.code]).toEqual([path, 405, 'method_not_allowed'])
      expect(headers.get('allow')).toBe(allow)
    }
  })

  test('the method is the one of the request line, whatever a header says', async () => {
    const org = await (await openApi()).organization()
    const id = await makeJob(org.call)
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const headers = { [name]: 'DELETE' }
      const { status, body } = await org.call('GET', `/api/jobs/${id}`, { headers })
      expect([name, status, body.id]).toEqual([name, 200, id])
    }
  })

  test('HEAD answers like GET, without a body', async () => {
    const org = await (await openApi()).organization()
    const { status, body } = await org.call('HEAD', '/api/jobs')
    expect([status, body]).toEqual([200, ''])
  })

  test('every answer names its request, keeps browsers strict and opens to no other origin', async () => {
    const api = await openApi()
    const headers = { origin: 'https://evil.example' }
    for (const path of ['/health', '/ready', '/api/instance', '/api/jobs', '/echo', '/nothing']) {
      const answer = await api.call('GET', path, { headers })
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('a body', () => {
  test('is JSON, whole, shallow, plain and of a bearable size', async () => {
    const org = await (await openApi()).organization()
    const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
    const big = JSON.stringify(cronJob({ body: 'x'.repeat(512 * 1024) }))
    for (const [text, headers, status, code] of [
      ['{', {}, 400, 'json_invalid'],
      ['', {}, 400, 'json_invalid'],
      ['{"a":1,}', {}, 400, 'json_invalid'],
      ['{} {}', {}, 400, 'json_invalid'],
      [deep(64), {}, 400, 'json_too_deep'],
      ['['.repeat(100_000), {}, 400, 'json_too_deep'],
      [deep(63), {}, 422, 'validation_failed'],
      [`{"name":"${'[{'.repeat(100)}\\"["}`, {}, 422, 'validation_failed'],
      ['{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
      [
        'a=1',
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'unsupported_media_type',
      ],
      ['{}', { 'content-type': 'application/merge-patch+json' }, 422, 'validation_failed'],
      ['{}', { 'content-type': 'application/json; charset=utf-8' }, 422, 'validation_failed'],
      ['{}', { 'content-encoding': 'gzip' }, 415, 'unsupported_encoding'],
      [big, {}, 413, 'body_too_large'],
      [big, { 'content-length': `${big.length}` }, 413, 'body_too_large'],
      ['{"timeoutMs":1e400}', {}, 422, 'validation_failed'],
      ['{"timeoutMs":18446744073709551616}', {}, 422, 'validation_failed'],
      ['{"__proto__":{"role":"owner"}}', {}, 422, 'validation_failed'],
      ['\u0000', {}, 400, 'json_invalid'],
      ['NaN', {}, 400, 'json_invalid'],
      ['{"name":"\\ud800"', {}, 400, 'json_invalid'],
    ] as const) {
      const answer = await org.call('POST', '/api/jobs', { text, headers })
      const shown = [text.slice(0, 40), headers]
      expect([...shown, answer.status, answer.body.code]).toEqual([...shown, status, code])
    }
  })

  test('is UTF-8', async () => {
    const { app, ...api } = await openApi()
    const { key } = await api.organization()
    const answer = await app.request('/api/jobs', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'json_invalid' })
  })

  test('is not read from who has no business here', async () => {
    const { status } = await (await openApi()).call('POST', '/api/jobs', { text: '{' })
    expect(status).toBe(401)
  })
})

describe('a request that changes something', () => {
  test('from a browser comes from our own pages alone', async () => {
    const api = await openApi()
    const { cookie } = await api.person()
    const { key } = await api.organization()
    const authorization = `Bearer ${key}`
    const foreign = 'https://evil.example'
    for (const [headers, status] of [
      [{ cookie }, 403],
      [{ cookie, origin: foreign }, 403],
      [{ cookie, origin: 'null' }, 403],
      [{ cookie, origin: `${appUrl}/` }, 403],
      [{ cookie, origin: appUrl.replace('http:', 'https:') }, 403],
      [{ cookie, origin: 'http://localhost:4001' }, 403],
      [{ cookie, origin: foreign, 'content-type': 'text/plain' }, 403],
      [{ cookie: 'other=1' }, 403],
      [{ origin: foreign, authorization }, 403],
      [{ cookie, origin: appUrl }, 201],
      [{ authorization }, 201],
      [{ authorization, origin: appUrl }, 201],
      [{ authorization, cookie }, 201],
    ] as const) {
      const answer = await api.call('POST', '/api/jobs', { body: cronJob(), headers })
      expect([headers, answer.status]).toEqual([headers, status])
      if (status === 403) expect(answer.body.code).toBe('csrf_failed')
    }
    const login = { body: { email: 'a@example.com', password: 'x' }, headers: { origin: foreign } }
    expect((await api.call('POST', '/api/auth/login', login)).status).toBe(403)
    const reading = await api.call('GET', '/api/me', { headers: { cookie, origin: foreign } })
    expect(reading.status).toBe(200)
  })
})

describe('/ready', () => {
  test('200 when the database answers, 503 with the reason otherwise', async () => {
    const ready = await (await openApi()).call('GET', '/ready')
    expect([ready.status, ready.body.ready]).toEqual([200, true])
    const api = await openApi({ readiness: async () => ({ ready: false, reason: 'draining' }) })
    expect(await api.call('GET', '/ready')).toMatchObject({
      status: 503,
      body: { reason: 'draining' },
    })
    expect((await api.call('GET', '/health')).status).toBe(200)
  })
})

test('the description is OpenAPI 3.1 and names the refusals of every route', async () => {
  const { status, body } = await (await openApi()).call('GET', '/api/openapi.json')
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.components.securitySchemes).sort()).toEqual(['apiKey', 'session'])
  for (const [path, methods] of Object.entries<Record<string, { security: []; responses: object }>>(
    body.paths,
  )) {
    expect(path).toMatch(/^\/api\//)
    for (const { security, responses } of Object.values(methods)) {
      if (security.length > 0) expect(Object.keys(responses)).toContain('401')
    }
  }
  expect(body.paths['/api/jobs'].post.requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/JobInput',
  })
})

test('the description names every code that a refusal may have', async () => {
  const { body } = await (await openApi()).call('GET', '/api/openapi.json')
  const codes: string[] = body.components.schemas.Problem.properties.code.enum
  expect(codes).toEqual([...problemCodes])
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.filter(code => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([])
})

test('the database being away is 503, with when to come back', async () => {
  const api = await openApi()
  const { call, key } = await api.organization()
  expect(key).toBeTruthy()
  await api.pool.sql`alter table jobs rename to elsewhere`
  await api.pool.close()
  const { status, body, headers } = await call('GET', '/api/jobs')
  expect([status, body.code, headers.get('retry-after')]).toEqual([
    503,
    'database_unavailable',
    '1',
  ])
})
