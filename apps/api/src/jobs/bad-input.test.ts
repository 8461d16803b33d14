import { badUrls } from '@prikke/outbound/bad-urls'
import { expect, test } from 'vitest'
import { openJobDoors, type Refusal } from '../../test/job-doors.ts'
import { openApi } from '../../test/open-api.ts'
import { cronJob } from '../../test/samples.ts'

test('URLs that no job may call, however they are spelt, wherever they come in', async () => {
  const { refused } = await openJobDoors()
  const rows = badUrls.flatMap(({ urls, saved }) =>
    urls.map((url): Refusal => [{ url }, 'url', saved]),
  )
  await refused(rows)
}, 30_000)

test('URLs that no job may call are none for a channel', async () => {
  const { call } = await (await openApi()).organization()
  const made = await call('POST', '/api/channels', { body: { url: 'https://example.com/' } })
  const channel = `/api/channels/${made.body.id}`
  for (const { urls, saved } of badUrls) {
    for (const url of urls) {
      for (const [method, path] of [
        ['POST', '/api/channels'],
        ['PATCH', channel],
      ] as const) {
        const { status, body } = await call(method, path, { body: { url } })
        expect([method, url, status, body.code]).toEqual([method, url, 422, saved])
      }
    }
  }
}, 30_000)

test('names whose addresses are only known when they are looked up are taken', async () => {
  const { call } = await openJobDoors()
  for (const url of [
    'http://127.0.0.1.nip.io/',
    'https://example.com:8443/a?b#c',
    'http://a.b./',
  ]) {
    const { status } = await call('POST', '/api/jobs', { body: cronJob({ url }) })
    expect([url, status]).toEqual([url, 201])
  }
})

const count = (many: number, of: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: many }, (_, index) => of(index)))

/** Header by header: what would break the request, or forge what Prikke itself says. */
const badHeaders: Record<string, readonly Record<string, unknown>[]> = {
  header_name_invalid: [
    ...['X\r\nY', 'X\n', 'X\0', 'X Y', 'X:Y', '', 'X-é', 'X-\u212A', 'X"', 'X/Y'],
  ].map(name => ({ [name]: '1' })),
  header_value_invalid: [
    ...['1\r\nY: 2', '\n', '\0', '\u007f', 'é', '\u2028', '\ud800'].map(value => ({
      'X-A': value,
    })),
    { 'X-A': { value: '\ud800', secret: true } },
  ],
  header_reserved: [
    ...['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Keep-Alive', 'Upgrade', 'TE'],
    ...['Trailer', 'Expect', 'Proxy-Authorization', 'proxy-connection', ':authority', 'webhook-id'],
    ...['Webhook-Signature', 'Prikke-Attempt', 'HTTP2-Settings'],
  ].map(name => ({ [name]: '1' })),
  header_limit: [
    count(51, index => [`X-${index}`, '1']),
    count(5, index => [`X-${index}`, 'x'.repeat(4_000)]),
    { 'X-A': 'x'.repeat(4_097) },
    { ['x'.repeat(129)]: '1' },
  ],
  header_duplicate: [{ 'X-A': '1', 'x-a': '2' }],
  header_value_required: [{ 'X-A': { secret: true } }],
}

test('headers that would break the request or forge ours', async () => {
  const { refused } = await openJobDoors()
  for (const [code, rows] of Object.entries(badHeaders)) {
    await refused(rows.map(headers => [{ headers }, pathOf(headers, code), code]))
  }
  await refused([
    [{ headers: { 'X-A': 5 } }, 'headers.X-A', 'invalid_union'],
    [{ headers: { 'X-A': { value: 'x', secret: false } } }, 'headers.X-A.secret', 'invalid_value'],
    [{ headers: { 'X-A': { value: 'x', secret: true, a: 1 } } }, 'headers.X-A.a', 'unknown_field'],
    [{ headers: [] }, 'headers', 'invalid_type'],
    [{ headers: null }, 'headers', 'invalid_type'],
  ])
  // In a patch, null takes a header away.
  await refused([[{ headers: { 'X-A': null } }, 'headers.X-A', 'invalid_union']], {
    at: ['POST', 'sync'],
  })
}, 30_000)

/** A limit is told at the header that goes over it, a duplicate at the second of the two. */
function pathOf(headers: Record<string, unknown>, code: string): string {
  const names = Object.keys(headers)
  const name = (code === 'header_duplicate' || names.length > 1 ? names.at(-1) : names[0]) ?? ''
  return `headers.${name.slice(0, 128)}`
}

test('everything else of a job', async () => {
  const { refused } = await openJobDoors()
  await refused([
    [{ name: '' }, 'name', 'too_small'],
    [{ name: ' \u202E ' }, 'name', 'too_small'],
    [{ name: 'x'.repeat(121) }, 'name', 'too_big'],
    [{ name: '😀'.repeat(2_560) }, 'name', 'too_big'],
    [{ name: 'a\0' }, 'name', 'text_invalid'],
    [{ name: 'a\ud800' }, 'name', 'text_invalid'],
    [{ name: 5 }, 'name', 'invalid_type'],
    [{ name: null }, 'name', 'invalid_type'],
    [{ body: 'a\0' }, 'body', 'text_invalid'],
    [{ body: '\udfff' }, 'body', 'text_invalid'],
    [{ body: 'é'.repeat(128 * 1024 + 1) }, 'body', 'body_limit'],
    [{ body: { a: 1 } }, 'body', 'invalid_type'],
    [{ pauseNote: 'a\0' }, 'pauseNote', 'text_invalid'],
    [{ pauseNote: 'x'.repeat(501) }, 'pauseNote', 'too_big'],
    [{ url: 5 }, 'url', 'invalid_type'],
    [{ url: null }, 'url', 'invalid_type'],
    [{ method: 'TRACE' }, 'method', 'invalid_value'],
    [{ method: 'CONNECT' }, 'method', 'invalid_value'],
    [{ method: 'get' }, 'method', 'invalid_value'],
    [{ enabled: 'yes' }, 'enabled', 'invalid_type'],
    [{ enabled: null }, 'enabled', 'invalid_type'],
    [{ retryAttempts: 21 }, 'retryAttempts', 'too_big'],
    [{ retryAttempts: -1 }, 'retryAttempts', 'too_small'],
    [{ retryAttempts: 1.5 }, 'retryAttempts', 'invalid_type'],
    [{ timeoutMs: 999 }, 'timeoutMs', 'too_small'],
    [{ timeoutMs: 300_001 }, 'timeoutMs', 'too_big'],
    [{ timeoutMs: 2 ** 64 }, 'timeoutMs', 'too_big'],
    [{ timeoutMs: '5000' }, 'timeoutMs', 'invalid_type'],
    [{ overlap: 'queue' }, 'overlap', 'invalid_value'],
    [{ catchUp: 'most' }, 'catchUp', 'invalid_value'],
    [{ alertOn: 'never' }, 'alertOn', 'invalid_value'],
    [{ nextRunAt: null }, 'nextRunAt', 'unknown_field'],
    [{ id: crypto.randomUUID() }, 'id', 'unknown_field'],
    [{ version: 9 }, 'version', 'unknown_field'],
    [{ organizationId: 'x' }, 'organizationId', 'unknown_field'],
    [{ constructor: { a: 1 } }, 'constructor', 'unknown_field'],
    [JSON.parse('{"__proto__":{"a":1}}'), '__proto__', 'unknown_field'],
  ])
  await refused(
    [
      [{ key: '' }, 'key', 'too_small'],
      [{ key: 'x'.repeat(201) }, 'key', 'too_big'],
      [{ key: 'a\ud800' }, 'key', 'text_invalid'],
      [{ key: {} }, 'key', 'invalid_type'],
    ],
    { at: ['POST', 'PATCH', 'sync'] },
  )
})

test('what must be said and is not', async () => {
  const { call } = await openJobDoors()
  for (const field of ['name', 'url', 'scheduleType', 'cronExpression']) {
    const { status, body } = await call('POST', '/api/jobs', {
      body: cronJob({ [field]: undefined }),
    })
    expect([status, body.errors]).toEqual([
      422,
      [expect.objectContaining({ path: field, code: 'required' })],
    ])
  }
  for (const body of [[], 'text', null, 5, true]) {
    for (const [method, path] of [
      ['POST', '/api/jobs'],
      ['PUT', '/api/sync'],
      ['POST', '/api/schedules/preview'],
    ] as const) {
      const answer = await call(method, path, { body })
      expect([body, path, answer.status, answer.body.errors?.[0]]).toEqual([
        body,
        path,
        422,
        { path: '', code: 'invalid_type', message: 'must be an object' },
      ])
    }
  }
})

test('what is wrong is said in words for people', async () => {
  const { call } = await openJobDoors()
  for (const [fields, message] of [
    [{ headers: [] }, 'headers: must be an object'],
    [{ headers: { Accept: 5 } }, 'headers.Accept: must be a string, or {value, secret: true}'],
    [{ headers: { A: { value: 'x', secret: false } } }, 'headers.A.secret: must be true'],
    [{ name: Array(300).fill(0) }, 'name: must be a string'],
    [{ timeoutMs: '5000' }, 'timeoutMs: must be a number'],
    [{ timeoutMs: 5.5 }, 'timeoutMs: must be a whole number'],
    [{ overlap: 'queue' }, 'overlap: must be one of allow, skip'],
  ] as const) {
    const { body } = await call('POST', '/api/jobs', { body: cronJob(fields) })
    const said = body.errors.map(
      (one: { path: string; message: string }) => `${one.path}: ${one.message}`,
    )
    expect([fields, said]).toEqual([fields, [message]])
  }
})

test('one thing wrong names itself, several are a validation that failed', async () => {
  const org = await (await openApi()).organization()
  const one = await org.call('POST', '/api/jobs', { body: cronJob({ timezone: 'x' }) })
  expect(one.body).toMatchObject({
    type: 'about:blank',
    status: 422,
    code: 'timezone_invalid',
    title: 'Unprocessable Entity',
    requestId: one.headers.get('x-request-id'),
  })
  expect(one.body.detail).toMatch(/^timezone: /)
  const two = await org.call('POST', '/api/jobs', { body: cronJob({ timezone: 'x', url: 'y' }) })
  expect(two.body.code).toBe('validation_failed')
  expect(two.body.errors).toHaveLength(2)
})

test('names that would do harm elsewhere are kept as text, without controls and directions', async () => {
  const { call } = await openJobDoors()
  for (const [name, stored] of [
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['=cmd()|calc', '=cmd()|calc'],
    ['<!channel> @here', '<!channel> @here'],
    ['Subject\r\nBcc: a@example.com', 'SubjectBcc: a@example.com'],
    ['\u202Etxt.exe\u2066', 'txt.exe'],
    ['tab\there\u0007', 'tabhere'],
    ['  Grød 🥣  ', 'Grød 🥣'],
  ]) {
    const { status, body } = await call('POST', '/api/jobs', { body: cronJob({ name }) })
    expect([name, status, body.name]).toEqual([name, 201, stored])
  }
})

test('a body of exactly 256 KiB and a name of 120 characters are taken', async () => {
  const org = await (await openApi()).organization()
  const body = 'x'.repeat(256 * 1024)
  const answer = await org.call('POST', '/api/jobs', {
    body: cronJob({ body, name: 'n'.repeat(120), method: 'POST' }),
  })
  expect(answer.status).toBe(201)
  expect(answer.body.body).toBe(body)
})
