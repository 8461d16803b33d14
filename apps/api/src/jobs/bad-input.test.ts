import { expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { cronJob, onceJob } from '../../test/samples.ts'

/** Every case is refused with 422 and its code, at its path. */
async function expectRefusals(cases: [body: unknown, path: string, code: string][]) {
  const org = await (await openApi()).organization()
  for (const [body, path, code] of cases) {
    const answer = await org.call('POST', '/api/jobs', { body })
    const [error] = answer.body.errors ?? []
    const shown = JSON.stringify(body).slice(0, 200)
    expect([shown, answer.status, error?.path, error?.code]).toEqual([shown, 422, path, code])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 422 })
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
  }
}

test('addresses that may not be called, however they are spelt', async () => {
  const refused: Record<string, string[]> = {
    url_invalid: [
      'example.com',
      '//127.0.0.1/',
      'http://example.com:65536/',
      'http://[::1',
      'http://08.0.0.1/',
      'http://1.1.1.256/',
      'http://a b.com/',
      'http:/127.0.0.1',
      'http:127.0.0.1',
      'https:///x',
      'http://example.com/\u0000',
      'http://exa\tmple.com/',
      'http://example.com/\r\nX: y',
      'http://example.com\\@evil.com',
      ' http://example.com',
      'http://example.com/\ud800',
      `http://example.com/${'x'.repeat(2048)}`,
    ],
    url_scheme_not_allowed: ['file:///etc/passwd', 'gopher://x/', 'data:,x', 'ftp://x/', 'ws://x/'],
    url_credentials_not_allowed: [
      'http://user:pass@example.com',
      'http://127.0.0.1:80@example.com',
    ],
    url_port_not_allowed: ['http://example.com:22/', 'http://example.com:6379', 'http://a.com:0'],
    url_blocked_address: [
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0177.0.0.1/',
      'http://127.1/',
      'http://%31%32%37.0.0.1/',
      'http://①②⑦.⓪.⓪.①/',
      'http://127.0.0.1./',
      'http://0/',
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'http://[::]/',
      'http://[::1]/',
      'http://[::ffff:a9fe:a9fe]/',
      'http://[64:ff9b::a9fe:a9fe]/',
      'http://[::127.0.0.1]/',
      'http://[fd00:ec2::254]/',
    ],
    url_blocked_host: [
      'http://localhost/',
      'http://x.localhost/',
      'http://postgres/',
      'http://db.internal/',
      'http://metadata.google.internal/',
    ],
  }
  await expectRefusals(
    Object.entries(refused).flatMap(([code, urls]) =>
      urls.map((url): [unknown, string, string] => [cronJob({ url }), 'url', code]),
    ),
  )
})

test('schedules that no cron names, and zones that are none', async () => {
  const expressions = [
    '',
    '* * * *',
    '* * * * * *',
    '0 0 * * *\n',
    '0 0 * * *;',
    '* * * * *\u0000',
    'TZ=UTC 0 0 * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '*/0 * * * *',
    '*/61 * * * *',
    '5-1 * * * *',
    '1,,2 * * * *',
    '-1 * * * *',
    '1.5 * * * *',
    '0x5 * * * *',
    '٥ * * * *',
    'H * * * *',
    '@reboot',
    '@every 5m',
    '* * L * *',
    '0 0 ? * *',
    `${'1,'.repeat(5_000)}1 * * * *`,
  ]
  const zones = ['', 'GMT+2', 'Nope/Zone', '../../etc/passwd', 'Europe/oslo', '+02:00', 'UTC\u0000']
  await expectRefusals([
    ...expressions.map((cronExpression): [unknown, string, string] => [
      cronJob({ cronExpression }),
      'cronExpression',
      'cron_invalid',
    ]),
    [cronJob({ cronExpression: '0 0 31 2 *' }), 'cronExpression', 'cron_never_fires'],
    ...zones.map((timezone): [unknown, string, string] => [
      cronJob({ timezone }),
      'timezone',
      'timezone_invalid',
    ]),
    [cronJob({ cronExpression: undefined }), 'cronExpression', 'required'],
    [cronJob({ scheduledAt: '2027-01-01T00:00:00Z' }), 'scheduledAt', 'schedule_mismatch'],
    [onceJob({ scheduledAt: undefined }), 'scheduledAt', 'required'],
    [onceJob({ cronExpression: '* * * * *' }), 'cronExpression', 'schedule_mismatch'],
    [onceJob({ scheduledAt: '2026-01-01T00:00:00Z' }), 'scheduledAt', 'scheduled_at_invalid'],
    [onceJob({ scheduledAt: '2099-01-01T00:00:00Z' }), 'scheduledAt', 'scheduled_at_invalid'],
    [onceJob({ scheduledAt: 'infinity' }), 'scheduledAt', 'invalid_format'],
    [onceJob({ scheduledAt: '2027-03-28T02:30:00' }), 'scheduledAt', 'invalid_format'],
    [onceJob({ scheduledAt: '2027-02-30T00:00:00Z' }), 'scheduledAt', 'invalid_format'],
    [onceJob({ scheduledAt: '0000-01-01T00:00:00Z' }), 'scheduledAt', 'invalid'],
  ])
})

test('headers that would break the request or forge ours', async () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`X-${index}`, '1']))
  const heavy = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [`X-${index}`, 'x'.repeat(4_000)]),
  )
  const cases: [Record<string, unknown>, string][] = [
    [{ 'X\r\nY': '1' }, 'header_name_invalid'],
    [{ 'X\u0000': '1' }, 'header_name_invalid'],
    [{ 'X Y': '1' }, 'header_name_invalid'],
    [{ '': '1' }, 'header_name_invalid'],
    [{ 'X-\u212A': '1' }, 'header_name_invalid'],
    [{ 'X-A': '1\r\nY: 2' }, 'header_value_invalid'],
    [{ 'X-A': '\u0000' }, 'header_value_invalid'],
    [{ 'X-A': 'é' }, 'header_value_invalid'],
    [{ 'X-A': { value: '\ud800', secret: true } }, 'header_value_invalid'],
    [{ Host: 'x' }, 'header_reserved'],
    [{ 'Content-Length': '5' }, 'header_reserved'],
    [{ 'Transfer-Encoding': 'chunked' }, 'header_reserved'],
    [{ 'Proxy-Authorization': 'x' }, 'header_reserved'],
    [{ 'webhook-id': 'x' }, 'header_reserved'],
    [{ 'Prikke-Attempt': '1' }, 'header_reserved'],
    [many, 'header_limit'],
    [heavy, 'header_limit'],
    [{ 'X-A': 'x'.repeat(4_097) }, 'header_limit'],
    [{ ['x'.repeat(129)]: '1' }, 'header_limit'],
    [{ 'X-A': '1', 'x-a': '2' }, 'header_duplicate'],
    [{ 'X-A': { secret: true } }, 'header_value_required'],
    [{ 'X-A': 5 }, 'invalid_union'],
    [{ 'X-A': null }, 'invalid_union'],
    [{ 'X-A': { value: 'x', secret: false } }, 'invalid_value'],
    [{ 'X-A': { value: 'x', secret: true, more: 1 } }, 'unknown_field'],
  ]
  const org = await (await openApi()).organization()
  for (const [headers, code] of cases) {
    const answer = await org.call('POST', '/api/jobs', { body: cronJob({ headers }) })
    const shown = JSON.stringify(headers).slice(0, 100)
    expect([shown, answer.status, answer.body.errors?.[0]?.code]).toEqual([shown, 422, code])
  }
})

test('everything else of a job', async () => {
  await expectRefusals(
    [
      [cronJob({ name: '' }), 'name', 'too_small'],
      [cronJob({ name: ' \u202E ' }), 'name', 'too_small'],
      [cronJob({ name: 'x'.repeat(121) }), 'name', 'too_big'],
      [cronJob({ name: 'a\u0000' }), 'name', 'text_invalid'],
      [cronJob({ name: 5 }), 'name', 'invalid_type'],
      [cronJob({ name: undefined }), 'name', 'required'],
      [cronJob({ key: '' }), 'key', 'too_small'],
      [cronJob({ key: 'a\ud800' }), 'key', 'text_invalid'],
      [cronJob({ body: 'a\u0000' }), 'body', 'text_invalid'],
      [cronJob({ body: 'é'.repeat(128 * 1024 + 1) }), 'body', 'body_limit'],
      [cronJob({ body: { a: 1 } }), 'body', 'invalid_type'],
      [cronJob({ method: 'TRACE' }), 'method', 'invalid_value'],
      [cronJob({ enabled: 'yes' }), 'enabled', 'invalid_type'],
      [cronJob({ enabled: null }), 'enabled', 'invalid_type'],
      [cronJob({ retryAttempts: 21 }), 'retryAttempts', 'too_big'],
      [cronJob({ retryAttempts: -1 }), 'retryAttempts', 'too_small'],
      [cronJob({ retryAttempts: 1.5 }), 'retryAttempts', 'invalid_type'],
      [cronJob({ timeoutMs: 999 }), 'timeoutMs', 'too_small'],
      [cronJob({ timeoutMs: 300_001 }), 'timeoutMs', 'too_big'],
      [cronJob({ timeoutMs: 2 ** 64 }), 'timeoutMs', 'too_big'],
      [cronJob({ timeoutMs: '5000' }), 'timeoutMs', 'invalid_type'],
      [cronJob({ overlap: 'queue' }), 'overlap', 'invalid_value'],
      [cronJob({ catchUp: 'most' }), 'catchUp', 'invalid_value'],
      [cronJob({ nextRunAt: null }), 'nextRunAt', 'unknown_field'],
      [cronJob({ organizationId: 'x' }), 'organizationId', 'unknown_field'],
      [{ ...cronJob(), ...JSON.parse('{"__proto__":{"a":1}}') }, '__proto__', 'unknown_field'],
      [[], '', 'invalid_type'],
      ['text', '', 'invalid_type'],
      [null, '', 'invalid_type'],
    ].map(([body, path, code]) => [body, path, code] as [unknown, string, string]),
  )
})

test('one thing wrong names itself, several are a validation that failed', async () => {
  const org = await (await openApi()).organization()
  const one = await org.call('POST', '/api/jobs', { body: cronJob({ timezone: 'x' }) })
  expect(one.body).toMatchObject({ code: 'timezone_invalid', title: 'Unprocessable Entity' })
  expect(one.body.detail).toMatch(/^timezone: /)
  const two = await org.call('POST', '/api/jobs', { body: cronJob({ timezone: 'x', url: 'y' }) })
  expect(two.body.code).toBe('validation_failed')
  expect(two.body.errors).toHaveLength(2)
})

test('a body of exactly 256 KiB and a name of 120 emoji-free characters are taken', async () => {
  const org = await (await openApi()).organization()
  const body = 'x'.repeat(256 * 1024)
  const answer = await org.call('POST', '/api/jobs', {
    body: cronJob({ body, name: 'n'.repeat(120), method: 'POST' }),
  })
  expect(answer.status).toBe(201)
  expect(answer.body.body).toBe(body)
})
