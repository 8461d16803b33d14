import { expect, test } from 'vitest'
import { clientAddress, readTrustedProxies } from './client-address.ts'

test('X-Forwarded-For is believed from trusted proxies only, as far as they vouch for it', () => {
  const trusts = readTrustedProxies('10.0.0.0/8, ::1') ?? (() => false)
  for (const [remote, forwardedFor, address] of [
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::1', '1.1.1.1, 198.51.100.1, 10.2.2.2', '198.51.100.1'],
    ['10.0.0.1', 'garbage', '10.0.0.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    [undefined, '198.51.100.1', null],
  ] as const) {
    expect(clientAddress(remote, forwardedFor, trusts)).toBe(address)
  }
})

test('a list of proxies that is not one is refused', () => {
  for (const text of ['x', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0/8']) {
    expect(readTrustedProxies(text)).toBeNull()
  }
  expect(readTrustedProxies('')?.('127.0.0.1')).toBe(false)
})
