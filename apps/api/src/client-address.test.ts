import { expect, test } from 'vitest'
import { clientAddress, networkOf, readTrustedProxies } from './client-address.ts'

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

test('a limit holds an address of IPv4, and in IPv6 the /64 that a home has to itself', () => {
  for (const [address, network] of [
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
  ] as const) {
    expect([address, networkOf(address)]).toEqual([address, network])
  }
})
