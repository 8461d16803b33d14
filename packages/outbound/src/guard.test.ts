import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGuard } from './guard.ts'

const strict = createGuard({ allow: [], ownPorts: [4000] })
const local = createGuard({
  allow: ['127.0.0.0/8', '::1/128', '172.16.0.0/12'],
  ownPorts: [4000, 54321],
  echoOrigin: 'http://localhost:4000/',
})

/** Rows of one answer: the same whether or not private targets are allowed. */
const always: Record<string, string[]> = {
  url_invalid: [
    '',
    'example.com',
    '/path',
    '//127.0.0.1/',
    'localhost:3000/x',
    'example.com:8080',
    'http://example.com:65536/',
    'http://[::1',
    'http://08.0.0.1/',
    'http://1.1.1.256/',
    'http://a b.com/',
    'http://',
    'http:///',
    'http:/127.0.0.1',
    'http:127.0.0.1',
    'http:example.com',
    'https:///example.com',
    'http://example.com/\u0000',
    'http://example.com/\t',
    'http://exam\nple.com/',
    'http://example.com/\r\nhost: evil',
    'http://example.com/\u007f',
    'http://example.com\\@127.0.0.1/',
    'http:\\\\example.com',
    ' http://example.com/',
    'http://example.com/ ',
    '\u00a0http://example.com/',
    'http://example.com/\ud800',
    'http://example..com/',
    'http://.example.com/',
    `http://${'a'.repeat(60)}.${'b.'.repeat(100)}com/`,
    `http://example.com/${'x'.repeat(2048)}`,
  ],
  url_scheme_not_allowed: [
    'file:///etc/passwd',
    'gopher://example.com/',
    'data:text/plain,x',
    'javascript:alert(1)',
    'ftp://example.com/',
    'ws://example.com/',
    'FILE:///etc/passwd',
  ],
  url_credentials_not_allowed: [
    'http://user:pass@example.com/',
    'http://user@example.com/',
    'http://@example.com/',
    'http://127.0.0.1:80@example.com/',
  ],
  url_port_not_allowed: [
    ...[0, 22, 23, 25, 53, 110, 135, 139, 143, 445, 465, 587, 993, 995, 1433, 2375, 3306, 5432],
    ...[6379, 9200, 11211, 27017],
  ].map(port => `http://example.com:${port}/`),
  url_blocked_address: [
    ...['0', '0.0.0.0', '[::]', '10.0.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1'],
    ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1'],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '2852039166', '0xa9fea9fe', '169.254.43518'],
    ...['[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::1]', '[2002:a9fe:a9fe::1]'],
    ...['[2001:0:53aa:64c::1]', '[::ffff:0:7f00:1]', '[fe80::1]', '[fd00:ec2::254]', '[fec0::1]'],
    ...['[ff02::1]', '[100::1]', '[2001:db8::1]', '[3fff::1]', '[5f00::1]', '[::127.0.0.1]'],
    ...['[::7f00:1]', '100.100.100.200', '168.63.129.16'],
  ].map(host => `http://${host}/`),
  url_blocked_host: [
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://METADATA.google.internal./',
    'http://metadata/',
  ],
}

/** Spellings that only an empty allow list refuses. */
const loopbackSpellings = [
  ...['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '017700000001', '127.1', '0x7f.1'],
  ...['%31%32%37.0.0.1', '①②⑦.⓪.⓪.①', '127。0。0。1', '127.0.0.1.', '[::1]', '127.255.255.254'],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]', '172.31.0.1'],
].map(host => `http://${host}/`)
const privateNames = [
  ...['localhost', 'LOCALHOST', 'localhost.', 'api.localhost', 'postgres', 'printer.local'],
  ...['service.internal', 'ｌｏｃａｌｈｏｓｔ', '%6cocalhost'],
].map(host => `http://${host}/`)

describe('the URL of a job', () => {
  for (const [code, urls] of Object.entries(always)) {
    test.each(urls)(`%j is ${code}, whatever is allowed`, url => {
      expect(strict.checkUrl(url)?.code).toBe(code)
      expect(local.checkUrl(url)?.code).toBe(code)
    })
  }

  test.each(loopbackSpellings)('%s is a blocked address until it is allowed', url => {
    expect(strict.checkUrl(url)?.code).toBe('url_blocked_address')
    expect(local.checkUrl(url)).toBeNull()
  })

  test.each(privateNames)('%s is a blocked host until anything private is allowed', url => {
    expect(strict.checkUrl(url)?.code).toBe('url_blocked_host')
    expect(local.checkUrl(url)).toBeNull()
  })

  test.each([
    'http://example.com',
    'HTTPS://Example.COM:8443/a b?q=1#top',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/ø',
    'http://example.com./',
    'http://1.1.1.1:8080/',
    'https://[2606:4700:4700::1111]/',
    'http://127.0.0.1.nip.io/',
    'http://example.com/a@b',
  ])('%s is accepted', url => {
    expect(strict.checkUrl(url)).toBeNull()
    expect(local.checkUrl(url)).toBeNull()
  })

  test('localhost is a blocked host when only other addresses are allowed', () => {
    const { checkUrl } = createGuard({ allow: ['10.0.0.0/8'], ownPorts: [] })
    expect(checkUrl('http://localhost/')?.code).toBe('url_blocked_host')
  })

  test('any text at all gets an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        strict.checkUrl(text)
        local.checkUrl(`http://${text}`)
      }),
      { numRuns: 500 },
    )
  })

  test('a message never says which address was blocked', () => {
    expect(strict.checkUrl('http://10.20.30.40/')?.message).not.toMatch(/10\.20/)
  })
})

describe("Prikke's own ports", () => {
  test.each([
    'http://localhost:4000/',
    'http://127.0.0.1:4000/api/jobs',
    'http://[::1]:4000/',
    'http://[::ffff:127.0.0.1]:54321/',
    'http://172.18.0.2:54321/',
    'http://127.8.8.8:4000/',
    'http://localhost:4000/echoes',
    'http://localhost:4000/echo/../api/jobs',
    'http://localhost:4000/echo/%2e%2e/api/jobs',
    'http://localhost:4000/ECHO',
    'http://127.0.0.1:4000/echo',
    'https://localhost:4000/echo',
    'http://localhost:54321/echo',
  ])('%s is a blocked host although loopback is allowed', url => {
    expect(local.checkUrl(url)?.code).toBe('url_blocked_host')
  })

  test.each([
    'http://localhost:4000/echo',
    'http://LOCALHOST:4000/echo?status=500',
    'http://localhost:4000/echo/a/b',
    'http://localhost:4001/',
    'http://example.com:4000/',
  ])('%s may be called', url => {
    expect(local.checkUrl(url)).toBeNull()
  })

  test('the echo stays closed while loopback is not allowed', () => {
    const guard = createGuard({ allow: [], ownPorts: [4000], echoOrigin: 'http://localhost:4000' })
    expect(guard.checkUrl('http://localhost:4000/echo')?.code).toBe('url_blocked_host')
  })

  test('are closed at every address of this machine that a name leads to', () => {
    const admitted = local.admit('http://example.com:4000/')
    if (!admitted.ok) throw new Error(admitted.problem.code)
    const here = [{ address: '198.41.0.4' }, { address: '2001:0500:0002::000c' }]
    const guard = createGuard({ allow: ['172.16.0.0/12'], ownPorts: [4000] }, { eth0: here })
    for (const address of ['198.41.0.4', '::ffff:198.41.0.4', '2001:500:2::c', '172.18.0.2']) {
      expect(guard.mayConnect(admitted.target, address)).toBe(false)
    }
    expect(guard.mayConnect(admitted.target, '93.184.216.34')).toBe(true)
  })
})

test('a guard with a broken range is refused at once', () => {
  expect(() => createGuard({ allow: ['0.0.0.0/0'], ownPorts: [] })).toThrow('0.0.0.0/0')
})
