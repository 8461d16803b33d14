import type { ErrorCode } from '../src/reply.ts'
import type { UrlProblem } from '../src/target.ts'

/** URLs that are refused alike: when a job with them is saved, and when one would be sent all the same. */
export type BadUrls = {
  what: string
  saved: UrlProblem['code']
  sent: ErrorCode
  /** Refused only until the operator allows 127.0.0.0/8, ::1 and 172.16.0.0/12. */
  openable?: true
  urls: readonly string[]
}

const http = (...hosts: string[]) => hosts.map(host => `http://${host}/`)
const deniedPorts = [
  ...[0, 22, 23, 25, 53, 110, 135, 139, 143, 445, 465, 587, 993, 995, 1433, 2375, 3306, 5432],
  ...[6379, 9200, 11211, 27017],
]

/** What no job may call, row by row. */
export const badUrls: readonly BadUrls[] = [
  {
    what: 'no URL',
    saved: 'url_invalid',
    sent: 'blocked_address',
    urls: [
      ...['', 'example.com', '/path', '//127.0.0.1/', 'localhost:3000/x', 'example.com:8080'],
      ...['http://example.com:65536/', 'http://[::1', 'http://', 'http:///'],
      ...http('08.0.0.1', '1.1.1.256', 'a b.com', 'example..com', '.example.com'),
      ...http(`${'a'.repeat(60)}.${'b.'.repeat(100)}com`),
    ],
  },
  {
    what: 'what a parser would repair',
    saved: 'url_invalid',
    sent: 'blocked_address',
    urls: [
      ...['http:/127.0.0.1', 'http:127.0.0.1', 'http:example.com', 'https:///x'],
      ...['https:///example.com', 'http:\\\\example.com', 'http://example.com\\@127.0.0.1/'],
    ],
  },
  {
    what: 'controls, spaces around it, too long',
    saved: 'url_invalid',
    sent: 'blocked_address',
    urls: [
      ...['http://example.com/\u0000', 'http://example.com/\t', 'http://exam\nple.com/'],
      ...[
        'http://exa\tmple.com/',
        'http://example.com/\r\nhost: evil',
        'http://example.com/\u007f',
      ],
      ...[' http://example.com/', 'http://example.com/ ', '\u00a0http://example.com/'],
      ...['http://example.com/\ud800', `http://example.com/${'x'.repeat(2048)}`],
    ],
  },
  {
    what: 'another scheme',
    saved: 'url_scheme_not_allowed',
    sent: 'blocked_address',
    urls: [
      ...['file:///etc/passwd', 'FILE:///etc/passwd', 'gopher://example.com/', 'data:text/plain,x'],
      ...['javascript:alert(1)', 'ftp://example.com/', 'ws://example.com/', 'wss://example.com/'],
    ],
  },
  {
    what: 'credentials',
    saved: 'url_credentials_not_allowed',
    sent: 'blocked_address',
    urls: http(
      'user:pass@example.com',
      'user@example.com',
      '@example.com',
      '127.0.0.1:80@example.com',
    ),
  },
  {
    what: 'a port of another kind of service',
    saved: 'url_port_not_allowed',
    sent: 'port_not_allowed',
    urls: http(...deniedPorts.map(port => `example.com:${port}`)),
  },
  {
    what: '127.0.0.1, however it is spelt',
    saved: 'url_blocked_address',
    sent: 'blocked_address',
    openable: true,
    urls: http(
      ...['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '017700000001', '127.1', '0x7f.1'],
      ...['%31%32%37.0.0.1', '①②⑦.⓪.⓪.①', '127。0。0。1', '127.0.0.1.', '127.255.255.254'],
      ...['[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '172.31.0.1'],
    ),
  },
  {
    what: 'private, reserved and documentation IPv4',
    saved: 'url_blocked_address',
    sent: 'blocked_address',
    urls: http(
      ...['0', '0.0.0.0', '10.0.0.1', '10.255.255.255', '192.168.0.1', '169.254.0.1', '100.64.0.1'],
      ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
      ...['192.88.99.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ),
  },
  {
    what: 'addresses that hand out the secrets of a cloud',
    saved: 'url_blocked_address',
    sent: 'blocked_address',
    urls: http(
      ...['169.254.169.254', '2852039166', '0xa9fea9fe', '169.254.43518', '100.100.100.200'],
      ...['168.63.129.16', '192.0.0.192', '[fd00:ec2::254]', '[fd20:ce::254]'],
      ...['[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::1]'],
    ),
  },
  {
    what: 'IPv6 that is not out in the world, or carries IPv4',
    saved: 'url_blocked_address',
    sent: 'blocked_address',
    urls: http(
      ...['[::]', '[::127.0.0.1]', '[::7f00:1]', '[64:ff9b:1::1]', '[2001:0:53aa:64c::1]'],
      ...['[::ffff:0:7f00:1]', '[fe80::1]', '[fc00::1]', '[fec0::1]', '[ff02::1]', '[100::1]'],
      ...['[2001:db8::1]', '[3fff::1]', '[5f00::1]'],
    ),
  },
  {
    what: 'names of this machine or of a private network',
    saved: 'url_blocked_host',
    sent: 'blocked_address',
    openable: true,
    urls: http(
      ...['localhost', 'LOCALHOST', 'localhost.', 'api.localhost', 'postgres', 'printer.local'],
      ...['service.internal', 'ｌｏｃａｌｈｏｓｔ', '%6cocalhost'],
    ),
  },
  {
    what: 'names that hand out the secrets of a cloud',
    saved: 'url_blocked_host',
    sent: 'blocked_address',
    urls: http(
      'metadata.google.internal',
      'METADATA.google.internal.',
      'metadata',
      'metadata.goog',
    ),
  },
]
